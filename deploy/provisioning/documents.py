"""Collections, indexes and validators: made and corrected as the contracts say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo.database import Database
from pymongo.errors import CollectionInvalid

from deploy.provisioning.changes import Change
from services.contracts.documents import COLLECTIONS, Collection, Index

Documents = Database[dict[str, Any]]
IndexKeys = tuple[tuple[str, int], ...]


def provision_documents(database: Documents, wanted: Iterable[Collection] = COLLECTIONS) -> list[Change]:
    """Creates missing collections and indexes, and corrects validators and index options that differ.

    Stored documents are left as they are: a validator holds for writes from then on.
    """
    stored = {entry["name"]: entry.get("options", {}) for entry in database.list_collections()}
    changes: list[Change] = []
    for collection in wanted:
        if collection.name in stored:
            changes += _correct_validator(database, collection, stored[collection.name])
        else:
            changes += _create(database, collection)
        changes += _ensure_indexes(database, collection)
    return changes


def validation(collection: Collection) -> dict[str, Any]:
    """How MongoDB is told of a collection's validator: a document that breaks it is refused."""
    return {
        "validator": collection.validator,
        "validationLevel": "strict",
        "validationAction": "error",
    }


def _create(database: Documents, collection: Collection) -> list[Change]:
    try:
        database.create_collection(collection.name, **validation(collection))
    except CollectionInvalid:  # somebody else made it meanwhile, from the same contracts
        return []
    return [Change("created", "collection", collection.name)]


def _correct_validator(database: Documents, collection: Collection, options: Mapping[str, Any]) -> list[Change]:
    wanted = validation(collection)
    if {key: options.get(key) for key in wanted} == wanted:
        return []
    database.command("collMod", collection.name, **wanted)
    return [Change("corrected", "validator", collection.name)]


def _ensure_indexes(database: Documents, collection: Collection) -> list[Change]:
    documents = database[collection.name]
    stored: dict[IndexKeys, dict[str, Any]] = {
        tuple((field, int(order)) for field, order in entry["key"]): {"name": name, **entry}
        for name, entry in documents.index_information().items()
    }
    changes: list[Change] = []
    for index in collection.indexes:
        found = stored.get(_keys(index))
        if found is not None and bool(found.get("unique")) == index.unique:
            continue
        if found is not None:
            documents.drop_index(found["name"])
        name = documents.create_index(list(_keys(index)), unique=index.unique)
        changes.append(Change("corrected" if found else "created", "index", f"{collection.name}.{name}"))
    return changes


def _keys(index: Index) -> IndexKeys:
    return tuple(index.keys)
