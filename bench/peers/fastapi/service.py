"""The workload as a FastAPI service with SQLModel: response models, a session for each request, PyJWT in a dependency."""
import os
import time
import uuid
from datetime import datetime, timezone
from typing import List, Literal, Optional

import jwt
from fastapi import Depends, FastAPI, HTTPException, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import validator
from sqlalchemy import event
from sqlalchemy.pool import QueuePool
from sqlmodel import Field, Session, SQLModel, create_engine, or_, select

SECRET = os.environ["JWT_SECRET"]

engine = create_engine(f"sqlite:///{os.environ['DATABASE']}", connect_args={"check_same_thread": False, "timeout": 10},
                       # By itself this version of SQLAlchemy opens the file anew for each session.
                       poolclass=QueuePool)


@event.listens_for(engine, "connect")
def set_pragmas(connection, _):
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


class User(SQLModel, table=True):
    __tablename__ = "users"
    id: str = Field(primary_key=True)
    email: str
    name: str
    role: str
    created_at: int
    updated_at: int


class Post(SQLModel, table=True):
    __tablename__ = "posts"
    id: str = Field(primary_key=True)
    title: str
    body: str
    published: bool
    views: int = 0
    author_id: str = Field(foreign_key="users.id")
    created_at: int
    updated_at: int


class Comment(SQLModel, table=True):
    __tablename__ = "comments"
    id: str = Field(primary_key=True)
    post_id: str = Field(foreign_key="posts.id")
    author_id: str = Field(foreign_key="users.id")
    body: str
    created_at: int
    updated_at: int


def camel(name):
    head, *tail = name.removesuffix("_id").split("_")
    return head + "".join(word.capitalize() for word in tail)


class Out(SQLModel):
    created_at: datetime
    updated_at: datetime

    class Config:
        alias_generator = camel
        allow_population_by_field_name = True

    @validator("created_at", "updated_at", pre=True)
    def from_micros(cls, value):
        return datetime.fromtimestamp(value / 1e6, timezone.utc) if isinstance(value, int) else value


class UserOut(Out):
    id: str
    email: str
    name: str
    role: str


class CommentOut(Out):
    id: str
    post_id: str
    author_id: str
    body: str


class PostBase(Out):
    id: str
    title: str
    body: str
    published: bool
    views: int


class PostOut(PostBase):
    author_id: str


class DetailOut(PostBase):
    author: UserOut
    comments: List[CommentOut]


class NewPost(SQLModel):
    title: str = Field(min_length=1, max_length=200)
    body: str = Field(max_length=10_000)
    published: bool = False

    class Config:
        extra = "forbid"


class Meta(SQLModel):
    timestamp: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))
    limit: Optional[int]


class PostAnswer(SQLModel):
    data: PostOut
    meta: Meta


class DetailAnswer(SQLModel):
    data: DetailOut
    meta: Meta


class ListAnswer(SQLModel):
    data: List[PostOut]
    meta: Meta


async def caller_of(credentials: Optional[HTTPAuthorizationCredentials] = Depends(HTTPBearer(auto_error=False))) -> str:
    try:
        return jwt.decode(credentials.credentials if credentials else "", SECRET, algorithms=["HS256"])["sub"]
    except (jwt.InvalidTokenError, KeyError):
        raise HTTPException(401, "Authentication is required", {"WWW-Authenticate": "Bearer"})


def session_of():
    with Session(engine) as session:
        yield session


app = FastAPI()


def visible(caller):
    return or_(Post.published == True, Post.author_id == caller)  # noqa: E712


def find(session, post_id, caller):
    post = session.exec(select(Post).where(Post.id == str(post_id), visible(caller))).first()
    if not post:
        raise HTTPException(404, "There is no such post")
    return post


@app.get("/api/v1/posts", response_model=ListAnswer)
def read_posts(sort: Literal["-createdAt"] = "-createdAt", limit: int = Query(20, ge=1, le=100), caller: str = Depends(caller_of),
               session: Session = Depends(session_of)):
    posts = session.exec(select(Post).where(visible(caller)).order_by(Post.created_at.desc(), Post.id.desc()).limit(limit)).all()
    return {"data": posts, "meta": Meta(limit=limit)}


@app.get("/api/v1/posts/{post_id}", response_model=PostAnswer, response_model_exclude_none=True)
def read_post(post_id: uuid.UUID, caller: str = Depends(caller_of), session: Session = Depends(session_of)):
    return {"data": find(session, post_id, caller), "meta": Meta()}


@app.get("/api/v1/posts/{post_id}/detail", response_model=DetailAnswer, response_model_exclude_none=True)
def read_detail(post_id: uuid.UUID, caller: str = Depends(caller_of), session: Session = Depends(session_of)):
    post = find(session, post_id, caller)
    comments = session.exec(select(Comment).where(Comment.post_id == post.id).order_by(Comment.id).limit(10)).all()
    return {"data": {**post.dict(), "author": session.get(User, post.author_id), "comments": comments}, "meta": Meta()}


@app.post("/api/v1/posts", response_model=PostAnswer, response_model_exclude_none=True, status_code=201)
def create_post(new: NewPost, response: Response, caller: str = Depends(caller_of), session: Session = Depends(session_of)):
    now = time.time_ns() // 1000
    post = Post(id=str(uuid.uuid4()), author_id=caller, created_at=now, updated_at=now, **new.dict())
    session.add(post)
    session.commit()
    session.refresh(post)
    response.headers["Location"] = f"/api/v1/posts/{post.id}"
    return {"data": post, "meta": Meta()}
