"""What the environment says: where the home is, and which Neo4j holds the graph, if any."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.home import DEFAULT


class Settings(BaseSettings):
    """ZHENGTU_HOME, NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE; empty values count as unset."""

    model_config = SettingsConfigDict(env_ignore_empty=True, populate_by_name=True, extra="ignore")

    home: Path = Field(DEFAULT, alias="ZHENGTU_HOME")
    uri: str | None = Field(None, alias="NEO4J_URI")
    username: str | None = Field(None, alias="NEO4J_USERNAME")
    password: str | None = Field(None, alias="NEO4J_PASSWORD", repr=False)
    database: str | None = Field(None, alias="NEO4J_DATABASE")

    @property
    def server(self) -> dict[str, str | None]:
        """The keyword arguments of :func:`graph.store.open_store`."""
        return {"uri": self.uri, "username": self.username, "password": self.password, "database": self.database}
