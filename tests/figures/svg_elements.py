"""The elements of a chart's inline SVG."""

from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def elements(chart) -> list[ElementTree.Element]:
    """The chart's elements in a page: the wide one, then the narrow one."""
    return list(ElementTree.fromstring(f"<p>{chart.svg}</p>"))
