"""MongoDB: clients with majority writes and reads, and the two idempotent ways to write a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bson.codec_options import CodecOptions
from pymongo import AsyncMongoClient, InsertOne, ReplaceOne, UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    PyMongoError,
    ServerSelectionTimeoutError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from services.contracts.reasons import Transient
from services.contracts.settings import MongoSettings

Document = dict[str, Any]
DUPLICATE_KEY: Final = 11000
MAJORITY: Final = WriteConcern("majority", wtimeout=5000)
_DOWN: Final = (
    AutoReconnect,
    NetworkTimeout,
    NotPrimaryError,
    ServerSelectionTimeoutError,
    WTimeoutError,
    ExecutionTimeout,
)


def open_client(settings: MongoSettings, patience: float = 5.0) -> AsyncMongoClient[Document]:
    """A client of the running event loop; ``patience`` is how long, in seconds, a call waits for a primary."""
    return AsyncMongoClient(
        settings.mongo_url,
        tz_aware=True,
        serverSelectionTimeoutMS=int(patience * 1000),
        connectTimeoutMS=int(patience * 1000),
        socketTimeoutMS=30_000,
        retryWrites=True,
        appname="tocsin",
    )


def database_of(client: AsyncMongoClient[Document], settings: MongoSettings) -> AsyncDatabase[Document]:
    """The platform's database, where every write waits for the majority and every read sees only what it keeps."""
    return client.get_database(
        settings.mongo_database,
        codec_options=CodecOptions(tz_aware=True),
        write_concern=MAJORITY,
        read_concern=ReadConcern("majority"),
    )


def is_transient(error: BaseException) -> bool:
    """May the same call succeed later? True for what an outage or an election causes."""
    if isinstance(error, (Transient, *_DOWN)):
        return True
    if isinstance(error, BulkWriteError):
        # A write-concern error is unknown, not failed: the idempotent write is repeated.
        details = error.details or {}
        return bool(details.get("writeConcernErrors")) and not details.get("writeErrors")
    return isinstance(error, PyMongoError) and (
        error.has_error_label("RetryableWriteError") or error.has_error_label("TransientTransactionError")
    )


async def guarded_replace(collection: AsyncCollection[Document], documents: Sequence[Document]) -> set[str]:
    """Write each document only on top of the revision that it was decided on.

    ``revision`` 1 is inserted; ``revision`` r replaces revision r - 1. Returns the ids of those that lost to
    somebody else: the caller reads them again and decides again. The same document twice loses only to itself,
    which the caller sees when it reads.
    """
    if not documents:
        return set()
    writes: list[InsertOne[Document] | ReplaceOne[Document]] = [
        InsertOne(document)
        if document["revision"] == 1
        # With upsert, a replaced revision that is gone becomes an insert, which then fails on its _id.
        else ReplaceOne({"_id": document["_id"], "revision": document["revision"] - 1}, document, upsert=True)
        for document in documents
    ]
    return await losers(collection, writes, documents)


async def newest_wins(
    collection: AsyncCollection[Document], documents: Sequence[Document], field: str = "version"
) -> set[str]:
    """Write each document unless a newer one (by ``field``) is stored. Returns the ids of those that were older."""
    if not documents:
        return set()
    writes = [
        ReplaceOne({"_id": document["_id"], field: {"$lte": document[field]}}, document, upsert=True)
        for document in documents
    ]
    return await losers(collection, writes, documents)


async def losers(
    collection: AsyncCollection[Document],
    writes: Sequence[InsertOne[Document] | ReplaceOne[Document] | UpdateOne],
    documents: Sequence[Mapping[str, Any]],
) -> set[str]:
    """Carry out guarded writes, one for each document; returns the ids of those that were refused by their guard."""
    try:
        await collection.bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        details = error.details or {}
        failed = details.get("writeErrors", [])
        if details.get("writeConcernErrors"):
            raise Transient("the majority did not confirm in time") from error
        if any(one["code"] != DUPLICATE_KEY for one in failed):
            raise
        return {documents[one["index"]]["_id"] for one in failed}
    return set()
