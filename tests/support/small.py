"""A workspace of three documents, small enough to be broken in any way that a test wants."""
from pathlib import Path

FILES = {
    "seire.yaml": """\
organisation: {et: Asutus, en: House}
languages: [et, en]
audiences:
  sise: {threshold: 2}
recipients:
  head: {address: head@example.ee}
mail: {transport: drop, directory: outgoing, from: seire@example.ee}
""",
    "datasets/papers.yaml": """\
datasets:
  papers:
    files: inbox/papers*.csv
    delimiter: ";"
    decimal: ","
    formats: [dd.mm.yyyy]
    key: number
    columns:
      number:  {type: text, required: true}
      came:    {type: date, required: true}
      service: {type: code, list: services}
      cost:    {type: decimal(2)}
    checks:
      - {id: cost_not_negative, expect: cost >= 0, severity: error, tolerance: 0%}
""",
    "lists/services.csv": "code,et,en\nOA,Põhiteenus,Basic service\nKT,Kriisitelefon,Crisis line\n",
    "indicators/papers.yaml": """\
indicators:
  A01:
    name: {et: Dokumendid, en: Documents}
    counts: document
    dataset: papers
    value: count(*)
    period: came
    by: [service]
  A02:
    name: {et: Kulu, en: Cost}
    counts: euro
    dataset: papers
    value: sum(cost)
    period: came
    by: [service]
    unit: euro
  A03:
    name: {et: Ühikukulu, en: Unit cost}
    value: ratio(A02, A01)
    by: [service]
    unit: euro
""",
    "targets/2026.yaml": """\
targets:
  A01: [{from: 2026-01-01, min: 2, approved_by: head, approved_on: 2025-12-15}]
""",
    "reports/kuu.yaml": """\
reports:
  kuu:
    title: {et: Kuuaruanne, en: Monthly report}
    due: workday 1
    audience: sise
    sections:
      - title: {et: Kõik, en: All}
        indicators: [A01, A02, A03]
    recipients: [head]
""",
    "inbox/papers.csv": "number;came;service;cost\n1;01.10.2026;OA;10,50\n2;02.10.2026;KT;20,00\n3;05.10.2026;OA;1,25\n",
}


def make_small(directory, changes=None):
    """The workspace below `directory`; `changes` maps file names to other contents (text or bytes), None leaves the file out."""
    workspace = Path(directory)
    for name, content in {**FILES, **(changes or {})}.items():
        if content is None:
            continue
        path = workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return workspace
