"""Recording deliveries: in the transaction of the step that they follow from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ..ports import Dispatch, Operation, Sent, Status
from ._ledger_record import recording
from .database import Transaction


@attrs.frozen(kw_only=True)
class _Stream:
    """What was sent so far about an article to a channel.

    *reached* tells that an attempt was begun, so that something may be there;
    *correcting*, that a correction waits which readers have not got.
    """

    channel: str
    sequence: int = 0
    reached: bool = False
    correcting: bool = False


def record_dispatch(
    tx: Transaction, article: str, dispatch: Dispatch | None
) -> tuple[Sent, ...]:
    """Write the deliveries of a step, and end all older ones that are unsent.

    The article's row was written before in the same transaction, so that nobody else
    moves its deliveries meanwhile.
    """
    if dispatch is None:
        return ()
    rows = tuple(_rows(tx, article, dispatch))
    if not rows:
        return ()
    parameters = {
        f"{name}_{number}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }
    tx.cursor.execute(
        recording(tx.dialect, len(rows)),
        {
            "article": article,
            "version": dispatch.version,
            "content": dispatch.content,
            "now": dispatch.at,
            **parameters,
        },
    )
    sent = tx.cursor.fetchall()
    return tuple((row[0], row[1]) for row in sent if row[2] == Status.DUE)


def _rows(
    tx: Transaction, article: str, dispatch: Dispatch
) -> Iterator[dict[str, object]]:
    for stream in _streams(tx, article, dispatch):
        known = stream.channel in dispatch.known
        yield {
            "channel": stream.channel,
            "sequence": stream.sequence + 1,
            "operation": _operation(dispatch, stream).value,
            "status": Status.DUE.value if known else Status.PARKED.value,
            "settled": None if known else dispatch.at,
        }


def _streams(tx: Transaction, article: str, dispatch: Dispatch) -> Iterable[_Stream]:
    if dispatch.version == 1 and not dispatch.partners:
        return [_Stream(channel=channel) for channel in dispatch.channels]
    before = {
        row[0]: _Stream(
            channel=row[0], sequence=row[1], reached=row[2] > 0, correcting=row[3] > 0
        )
        for row in tx.all("streams", article=article)
    }
    asked = {name: _Stream(channel=name) for name in dispatch.channels}
    if dispatch.ahead:  # whatever is for readers goes on as it would have
        for name in asked:
            tx.run("supersede_at", article=article, channel=name, now=dispatch.at)
        return [before.get(name, stream) for name, stream in asked.items()]
    tx.run("supersede", article=article, now=dispatch.at)
    if dispatch.operation.removes:
        return [stream for stream in before.values() if stream.reached]
    return {**asked, **before}.values()


def _operation(dispatch: Dispatch, stream: _Stream) -> Operation:
    """Tell what to do at a channel: a correction that it never got is still one."""
    operation = dispatch.operation
    if operation.removes:
        return operation
    if stream.sequence == 0:
        return Operation.CREATE
    if dispatch.ahead:
        return Operation.UPDATE
    if operation is Operation.CREATE and stream.channel in dispatch.partners:
        return Operation.UPDATE
    if operation is Operation.UPDATE and stream.correcting:
        return Operation.CORRECT
    return operation
