"""What is told of every write: connected in records/apps.py, these only note numbers at the door (index.py)."""

from records.models import Agreement, Country, Edition, Organization, Person, RelatedEvent, Source, Topic
from records.models.publication import Publishable, Record

from .index import Door, OutsideTheDoor, current_door

# By what records are named in objects of the exchange and in addresses.
KEYS = {
    **dict.fromkeys((Edition, Organization, Person, RelatedEvent, Source, Topic), "slug"),
    Agreement: "reference",
    Country: "code",
}


def _open_door(sender) -> Door:
    door = current_door()
    if door is None:
        raise OutsideTheDoor(f"{sender.__name__} was written outside records.search.index.recording().")
    return door


def before_saving(sender, instance, raw=False, **signal):
    """A record is about to be saved."""
    if raw:
        return
    door = _open_door(sender)
    expect_children(door, sender, [instance])
    if instance.pk and not instance._state.adding:
        door.note(sender, [instance.pk])
    if names := _decides_whether_public(sender):
        stored = sender.objects.filter(pk=instance.pk).values_list(*names).first() if instance.pk else None
        is_new_child = stored is None and not issubclass(sender, Publishable)
        door.has_changed_lives |= not is_new_child and stored != tuple(getattr(instance, name) for name in names)
    if (key := KEYS.get(sender)) and sender.objects.filter(pk=instance.pk).exclude(**{key: getattr(instance, key)}):
        _note_naming(door, instance)


def _decides_whether_public(model) -> list[str]:
    """The columns by which a record is public or not: its state, what it belongs to, and what it speaks of."""
    state = ["state"] if issubclass(model, Publishable) else []
    named = (*getattr(model, "OWNERS", ()), *getattr(model, "SPEAKS_OF", ()))
    return state + [model._meta.get_field(name).attname for name in named]


def after_saving(sender, instance, created, raw=False, **signal):
    """A record has been saved."""
    if not raw and created:
        _open_door(sender).note_new(sender, [instance.pk])
    elif not raw:
        _open_door(sender).touched[sender].add(instance.pk)


def before_deleting(sender, instance, **signal):
    """A record is about to be deleted."""
    door = _open_door(sender)
    door.note(sender, [instance.pk])
    _note_naming(door, instance)
    door.has_changed_lives |= issubclass(sender, Publishable)


def _note_naming(door: Door, instance):
    """What names a record that goes or gets another key says something else: the database tells nobody."""
    for relation in instance._meta.related_objects:
        if issubclass(relation.related_model, Record):
            naming = relation.related_model.objects.filter(**{relation.field.name: instance})
            door.note(relation.related_model, naming.values_list("pk", flat=True))


def relation_changing(sender, instance, action, reverse, model, pk_set, **signal):
    """A many-to-many relation changes; the record on the side that declares it is what is touched."""
    door = _open_door(sender)
    if not reverse:
        door.note(type(instance), [instance.pk])
    elif pk_set:
        door.note(model, pk_set)
    elif action == "pre_clear":
        name = next(f.name for f in sender._meta.fields if f.related_model is type(instance))
        other = next(f.attname for f in sender._meta.fields if f.related_model is model)
        door.note(model, sender.objects.filter(**{name: instance}).values_list(other, flat=True))


def many_coming(sender, records, **signal):
    """New records are about to be written at once."""
    expect_children(_open_door(sender), sender, records)


def expect_children(door: Door, model, records):
    """The owners of these records, as they stand in memory, are about to get or to change a child."""
    for name in model.OWNERS:
        field = model._meta.get_field(name)
        if keys := {getattr(record, field.attname) for record in records} - {None}:
            door.expect(field.related_model, keys, child=model)


def many_writing(sender, keys, is_new, changes_state, **signal):
    """Many records are written at once by a queryset, which sends no signal of Django's."""
    door = _open_door(sender)
    if is_new:
        door.note_new(sender, keys)
    else:
        door.note(sender, keys)
    door.has_changed_lives |= changes_state
