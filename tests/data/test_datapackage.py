"""The data package describes the tables as they are, and every fault is found and placed."""

import hashlib
import json
import shutil

import pytest
from frictionless import Package

from egovbench.base import paths
from egovbench.base.errors import InputError
from egovbench.base.schemas import OTHERS_TABLE
from egovbench.base.tables import read_table
from egovbench.comparison.data import load_data
from egovbench.data.datapackage import describe, write_datapackage
from egovbench.data.validation import find_faults

NEIGHBOURS = "iso3,neighbour\nBEL,LUX\nLUX,BEL\n"


@pytest.fixture
def data(tmp_path):
    """A small folder of data that has no fault."""
    for path in (paths.CODEBOOK, paths.CROSSWALKS / "gtmi.yml", paths.COUNTRIES):
        target = tmp_path / path.relative_to(paths.DATA)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (tmp_path / "neighbours.csv").write_text(NEIGHBOURS, encoding="utf-8")
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "gtmi.csv").write_text(
        "iso3,survey,item,code,value,lower,upper,fidelity,variable,rank,no_or_unknown,instrument,year,link,"
        "collected_by\n"
        "BEL,gtmi2022,37,yes,1.0,1.0,1.0,close,i_37,1,False,,2022,,desk\n"
        "LUX,gtmi2022,37,no,0.0,0.0,1.0,close,i_37,1,True,,2022,,desk\n",
        encoding="utf-8",
    )
    write_datapackage(tmp_path)
    return tmp_path


def changed(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def found(data):
    return [str(fault) for fault in find_faults(data)]


def test_good_data_and_the_committed_ones_have_no_fault(data):
    assert find_faults(data) == []
    # the committed data have no fault
    assert find_faults(paths.DATA) == []


def test_the_description_is_a_valid_package_with_hash_size_schema_and_sources(data):
    resources = {each["path"]: each for each in describe(data)["resources"]}
    assert sorted(resources) == ["countries.csv", "neighbours.csv", "others/gtmi.csv"]
    neighbours = resources["neighbours.csv"]
    content = NEIGHBOURS.encode()
    assert neighbours["bytes"] == len(content)
    assert neighbours["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
    assert neighbours["schema"]["primaryKey"] == ["iso3", "neighbour"]
    peers = resources["others/gtmi.csv"]
    assert peers["sources"] == [
        {
            "title": "GovTech Dataset (GovTech Maturity Index), key indicators and sub-questions",
            "publisher": "World Bank",
            "edition": "gtmi2022",
            "licence": "CC BY 4.0",
        }
    ]
    fields = {field["name"]: field for field in peers["schema"]["fields"]}
    assert fields["item"]["type"] == "integer"
    assert fields["value"]["constraints"] == {"minimum": 0, "maximum": 1}
    assert fields["fidelity"]["constraints"]["enum"] == ["exact", "close", "proxy"]
    assert fields["no_or_unknown"]["type"] == "boolean"
    assert all(field["description"] for field in fields.values())
    # the description is the same each time
    first = (data / "datapackage.json").read_bytes()
    write_datapackage(data)
    assert (data / "datapackage.json").read_bytes() == first
    # the descriptor is a valid package to frictionless
    stored = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    package = Package.from_descriptor(stored, basepath=str(paths.DATA))
    assert {"countries", "neighbours", "others-gtmi", "indices-indices"} <= set(
        package.resource_names
    )


def test_a_malformed_file_of_cues_is_a_fault(data):
    cues = data / "codebook" / "cues" / "en.yml"
    cues.parent.mkdir()
    cues.write_text("abbreviations: []\n", encoding="utf-8")
    (fault,) = found(data)
    assert fault.startswith("codebook/cues/en.yml: an entry is missing or malformed")


@pytest.mark.parametrize(
    ("file", "before", "after", "fault"),
    [
        ("others/gtmi.csv", "37,no,0.0", "37,no,1.0", "others/gtmi.csv, line 3"),
        ("others/gtmi.csv", "37,no,", "37,never,", "others/gtmi.csv, line 3, column code"),
        ("others/gtmi.csv", "37,yes", "x,yes", "others/gtmi.csv, line 2, column item"),
        ("others/gtmi.csv", "LUX,", "BEL,", "others/gtmi.csv, line 3"),
        ("others/gtmi.csv", "LUX,", "QAA,", "others/gtmi.csv, line 3, column iso3: 'QAA'"),
        ("neighbours.csv", "BEL\n", "QBB\n", "neighbours.csv, line 3, column neighbour: 'QBB'"),
        ("neighbours.csv", "neighbour", "beside", "neighbours.csv, line 1"),
        ("crosswalks/gtmi.yml", "id: gtmi", "id: other", "crosswalks/gtmi.yml: found id 'other'"),
        ("crosswalks/gtmi.yml", "item: 8", "item: 6", "crosswalks/gtmi.yml: item 6 is linked"),
        ("crosswalks/gtmi.yml", "fidelity: close", "fidelity: x", "crosswalks/gtmi.yml: item 8"),
        (
            "codebook/msq2024.yml",
            "id: msq2024",
            "[",
            "codebook/msq2024.yml, line 17: not a YAML file",
        ),
        ("datapackage.json", '"bytes"', '"size"', "datapackage.json: countries.csv: bytes differ"),
        ("datapackage.json", "{", "[", "datapackage.json: not a JSON file"),
    ],
)
def test_a_fault_is_found_and_placed(data, file, before, after, fault):
    changed(data / file, before, after)
    assert any(each.startswith(fault) for each in found(data)), found(data)


def test_a_changed_table_no_longer_fits_its_description(data):
    changed(data / "neighbours.csv", NEIGHBOURS, NEIGHBOURS + "BEL,NLD\nNLD,BEL\n")
    assert found(data) == [
        "datapackage.json: neighbours.csv: bytes, hash differ from the table; describe the data "
        "again: egovbench validate --describe"
    ]


@pytest.mark.parametrize(("former", "name"), [("peers", "others"), ("coding", "reviews")])
def test_folders_under_a_former_name_are_refused_with_what_to_do(data, former, name):
    (data / former).mkdir()
    line = f"{data / former}: this folder is now called {name}; rename it"
    assert found(data) == [line.removeprefix(f"{data}/")]
    for read in (load_data, write_datapackage):
        with pytest.raises(InputError) as refused:
            read(data)
        assert str(refused.value) == line


def test_tables_that_are_gone_or_new_are_named(data):
    (data / "neighbours.csv").unlink()
    (data / "indices").mkdir()
    (data / "indices" / "indices.csv").write_text(
        "iso3,index,year,value,unit,source\nLUX,egdi,2022,0.9,0 to 1,invented\n", encoding="utf-8"
    )
    assert found(data) == [
        "datapackage.json: does not describe indices/indices.csv; describe the data again: "
        "egovbench validate --describe",
        "datapackage.json: describes neighbours.csv, which does not exist",
    ]


def test_a_folder_without_a_description_says_so(data):
    (data / "datapackage.json").unlink()
    (data / "countries.csv").unlink()
    faults = found(data)
    assert any(each.startswith("datapackage.json: the file does not exist") for each in faults)
    assert any(each.startswith("countries.csv: the file does not exist") for each in faults)


def test_a_column_that_was_renamed_is_named(data):
    table = data / "others" / "gtmi.csv"
    changed(table, "no_or_unknown", "zero_ambiguous")
    with pytest.raises(InputError) as refused:
        read_table(table, OTHERS_TABLE)
    renamed = "this column is now called no_or_unknown; rename it"
    assert str(refused.value) == f"{table}, line 1, column zero_ambiguous: {renamed}"


def test_a_table_without_bounds_says_what_to_do(data):
    table = data / "others" / "gtmi.csv"
    changed(table, "lower,upper,", "")
    changed(table, "1.0,1.0,1.0", "1.0")
    changed(table, "0.0,0.0,1.0", "0.0")
    with pytest.raises(InputError, match=r"lower and upper are missing.*make the table again"):
        read_table(table, OTHERS_TABLE)
