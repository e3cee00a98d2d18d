"""A second address for executed notebooks, by papermill's handlers of addresses."""

from importlib.util import find_spec

from egovbench.base.errors import ParameterError

_STORES = {
    "s3": ("boto3", "s3"),
    "gs": ("gcsfs", "gcs"),
    "abs": ("azure", "azure"),
}
"""By scheme, the package that papermill needs for it, and papermill's extra that installs it."""


def check_copies(address: str) -> str:
    """Return the address of a store of objects that papermill can write notebooks to.

    Whether the store takes them shows with the first notebook. Raises ParameterError for any other
    address, and for one whose package is not installed.
    """
    scheme, separator, _ = address.partition("://")
    if not separator or scheme not in _STORES:
        expected = f"an address that begins with {', '.join(f'{each}://' for each in _STORES)}"
        raise ParameterError("notebooks-to", address, expected)
    package, extra = _STORES[scheme]
    if find_spec(package) is None:
        expected = f"one whose package is installed: pip install 'papermill[{extra}]'"
        raise ParameterError("notebooks-to", address, expected)
    return address.rstrip("/")
