"""The fastest bare FastAPI + SQLModel insert that we could write: no sign-in, no checks, one INSERT.

It validates a body of the same size, runs on the event loop, reuses one statement, and has Vigie's SQLite
settings and uvicorn's own. `python -m tests.bench.bare DATABASE PORT`.
"""

from __future__ import annotations

import sys
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sqlalchemy import insert
from sqlmodel import Field, Session, SQLModel

from app.core.db import Database


class Row(SQLModel, table=True):
    __tablename__ = "bare_annotation"

    id: UUID = Field(primary_key=True)
    exact: str
    type: str
    severity: str
    comment: str


class Body(BaseModel):
    exact: str
    type: str
    severity: str
    comment: str


def create_bare(database: str) -> FastAPI:
    db = Database(f"sqlite:///{database}")
    SQLModel.metadata.tables["bare_annotation"].create(db.engine)
    app = FastAPI()
    statement = insert(Row)

    @app.put("/annotations/{id_}")
    async def put(id_: UUID, body: Body) -> Body:
        values = {"id": id_, **body.model_dump()}

        def work(session: Session) -> None:
            session.execute(statement, values)

        db.write(work)
        return body

    return app


if __name__ == "__main__":
    uvicorn.run(create_bare(sys.argv[1]), port=int(sys.argv[2]), log_level="warning", access_log=False)
