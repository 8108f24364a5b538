"""The keys that mean something of their own, each in one place of the document only."""

from dataclasses import dataclass

from records.models import Edition
from records.models.dates import Precision

from .items import Date, Item, Parts, Shape, partial_date, stored_date
from .kinds import KINDS

LARGEST_NUMBER = 2**31 - 1  # what the column holds


@dataclass(frozen=True)
class EditionNumber(Item):
    """`number`; an edition without one is known by its `id`, which is its English name unless it is given."""

    def read(self, thing, entry, reader):
        number, name = thing["number"], thing["name_en"]
        entry.values["number"] = number
        entry.values["slug"] = thing.get("id", "") if not number else str(number)
        entry.values["slug"] = entry.values["slug"] or self._derived(number, name)
        if number and "id" in thing:
            reader.problem((*entry.path, "id"), "only an edition without a number has an id.")
        if not number and (entry.values["slug"] in ("", "latest") or entry.values["slug"].isdigit()):
            reader.problem((*entry.path, "id"), "no address can be made of this English name: give the edition an id.")

    def write(self, entry, thing, writer):
        thing["number"] = entry.values["number"]
        if entry.values["slug"] != self._derived(entry.values["number"], entry.values["name_en"]):
            thing["id"] = entry.values["slug"]

    @staticmethod
    def _derived(number, name) -> str:
        return Edition(number=number, name_en=name).derived_slug()


@dataclass(frozen=True)
class MeetingDates(Item):
    """`start_date`, `end_date` and `date_precision`, which speaks of the start."""

    has_end: bool = False

    def read(self, thing, entry, reader):
        start = partial_date(thing, "start_date", entry, reader)
        entry.values["start_on"], entry.values["start_precision"] = start
        if (start.precision or "unknown") != thing["date_precision"] and ("start_date" in thing) == bool(start):
            expected = (
                f"“{start.precision}”, as start_date is written" if start else "“unknown”, as there is no start_date"
            )
            reader.problem((*entry.path, "date_precision"), f"expected {expected}; found “{thing['date_precision']}”.")
        if self.has_end:
            end = partial_date(thing, "end_date", entry, reader)
            entry.values["end_on"], entry.values["end_precision"] = end
            if start or "start_date" not in thing:
                reader.span(start, end, (*entry.path, "end_date"))

    def write(self, entry, thing, writer):
        start = stored_date(entry, "start")
        end = stored_date(entry, "end") if self.has_end else None
        dates = {"start_date": start and start.iso(), "end_date": end and end.iso()}
        thing.update({key: date for key, date in dates.items() if date})
        thing["date_precision"] = str(Precision(start.precision).value) if start else "unknown"


@dataclass(frozen=True)
class Organizers(Item):
    """Organisations in one of the two roles."""

    key: str
    role: str

    def read_parts(self, thing, entry, reader):
        for index, id_ in enumerate(thing.get(self.key, ())):
            path = (*entry.path, self.key, index)
            values = {"edition": entry.key, "organization": reader.meant("organization", id_, path), "role": self.role}
            reader.add(KINDS["organizer"], values, path)

    def write(self, entry, thing, writer):
        held = [part.values for part in writer.parts(entry, "organizer") if part.values["role"] == self.role]
        if held:
            thing[self.key] = [values["organization"][1] for values in held]


@dataclass(frozen=True)
class Inside(Item):
    """Keys that stand in an object of their own without being a record of their own."""

    key: str
    items: tuple

    def read(self, thing, entry, reader):
        for item in self.items:
            item.read(thing.get(self.key, {}), entry, reader)

    def write(self, entry, thing, writer):
        inside = {}
        for item in self.items:
            item.write(entry, inside, writer)
        if inside:
            thing[self.key] = inside


@dataclass(frozen=True)
class Only(Item):
    """A record of which there is one at most, written as an object."""

    key: str
    shape: Shape

    def read_parts(self, thing, entry, reader):
        if self.key in thing:
            reader.read(self.shape, thing[self.key], (*entry.path, self.key), entry.key)

    def write(self, entry, thing, writer):
        for part in writer.parts(entry, self.shape.kind.name):
            thing[self.key] = writer.write(self.shape, part)


@dataclass(frozen=True)
class DocumentName(Item):
    """`document_*`: the same English name within an edition is one document."""

    def read(self, thing, entry, reader):
        if "document_en" in thing:
            names = {f"name_{key}": thing.get(f"document_{key}", "") for key in ("en", "ru", "zh")}
            entry.values["document"] = reader.document_named(
                entry.values["edition"], names, (*entry.path, "document_en")
            )

    def write(self, entry, thing, writer):
        if document := entry.values["document"]:
            names = writer.entries[document].values
            thing.update({f"document_{k}": names[f"name_{k}"] for k in ("en", "ru", "zh") if names[f"name_{k}"]})


@dataclass(frozen=True)
class OtherDocuments(Parts):
    """The optional `documents`: those in which no agreement stands."""

    def parts(self, entry, writer):
        used = writer.documents_used(entry)
        return [document for document in super().parts(entry, writer) if document.key not in used]


@dataclass(frozen=True)
class Agreements(Parts):
    """`agreements`; the key alone says that outcomes were looked for, unless `agreements_looked_for` says otherwise."""

    def read(self, thing, entry, reader):
        entry.values["agreements_looked_for"] = thing.get("agreements_looked_for", self.key in thing)
        if thing.get(self.key) and "agreements_looked_for" not in thing:
            entry.left_out.add("agreements_looked_for")

    def write(self, entry, thing, writer):
        looked_for = entry.values["agreements_looked_for"]
        agreements = sorted(self.parts(entry, writer), key=lambda agreement: agreement.values["number"])
        if agreements or looked_for:
            thing[self.key] = [writer.write(self.shape, agreement) for agreement in agreements]
        if agreements and not looked_for:
            thing["agreements_looked_for"] = False


@dataclass(frozen=True)
class Reference(Item):
    """`ref`: the number of the edition and the running number."""

    def read(self, thing, entry, reader):
        reference = thing["ref"]
        edition, _, number = reference.partition(".")
        entry.values.update(reference=reference, number=int(number))
        if int(number) > LARGEST_NUMBER:
            reader.problem((*entry.path, "ref"), f"expected a running number up to {LARGEST_NUMBER}.")
        expected = str(reader.entries[entry.values["edition"]].values["number"])
        if edition != expected:
            reader.problem((*entry.path, "ref"), f"expected {expected}.{number}, as it stands in edition {expected}.")

    def write(self, entry, thing, writer):
        thing["ref"] = entry.values["reference"]


@dataclass(frozen=True)
class Amounts(Item):
    """`amount`: the main sum, and `alternatives` of other sources."""

    main: Shape
    alternative: Shape

    def read_parts(self, thing, entry, reader):
        amount, path = thing.get("amount", {}), (*entry.path, "amount")
        if "value" in amount or "usd_as_reported" in amount:
            reader.read(self.main, amount, path, entry.key)
        reader.read_list(
            self.alternative, amount.get("alternatives", ()), (*path, "alternatives"), entry.key, is_alternative=True
        )

    def write(self, entry, thing, writer):
        amounts = writer.parts(entry, "amount")
        main = [writer.write(self.main, a) for a in amounts if not a.values["is_alternative"]]
        others = [writer.write(self.alternative, a) for a in amounts if a.values["is_alternative"]]
        if amounts:
            thing["amount"] = {**(main[0] if main else {}), **({"alternatives": others} if others else {})}


@dataclass(frozen=True)
class Readings(Parts):
    """`values`; where no reading has the optional `chosen`, the record's own choice stays."""

    def read_parts(self, thing, entry, reader):
        readings = thing[self.key]
        is_said = any("chosen" in reading for reading in readings)
        left_out = () if is_said else ("is_chosen",)
        reader.read_list(self.shape, readings, (*entry.path, self.key), entry.key, left_out=left_out)
        chosen = [index for index, reading in enumerate(readings) if reading.get("chosen")]
        for index in chosen[1:]:
            reader.problem((*entry.path, self.key, index, "chosen"), "the record can follow one reading only.")


@dataclass(frozen=True)
class Chosen(Item):
    """`chosen`: the record follows this reading."""

    def read(self, thing, entry, reader):
        entry.values["is_chosen"] = thing.get("chosen", False)

    def write(self, entry, thing, writer):
        if entry.values["is_chosen"]:
            thing["chosen"] = True


@dataclass(frozen=True)
class LookedFor(Item):
    """The optional `looked_for` (true when absent) and `looked`, the day somebody last did."""

    def read(self, thing, entry, reader):
        looked = partial_date(thing, "looked", entry, reader)
        entry.values.update(looked_for=thing.get("looked_for", True), looked_on=looked[0], looked_precision=looked[1])
        if "looked_for" not in thing and "looked" not in thing:
            entry.left_out |= {"looked_for", "looked_on", "looked_precision"}

    def write(self, entry, thing, writer):
        if not entry.values["looked_for"]:
            thing["looked_for"] = False
        Date("looked", "looked").write(entry, thing, writer)
