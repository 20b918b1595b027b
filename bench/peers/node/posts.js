// The posts in SQLite, for the three services on Node.js: prepared once, and the rule "published or mine" in the SQL.
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';

const COLUMNS = 'p.id, p.title, p.body, p.published, p.views, p.author_id, p.created_at, p.updated_at';
const VISIBLE = '(p.published = 1 OR p.author_id = :caller)';

const time = (micros) => new Date(micros / 1000).toISOString();

const stamps = (row) => ({ createdAt: time(row.created_at), updatedAt: time(row.updated_at) });

const toPost = (row) => ({
  id: row.id,
  title: row.title,
  body: row.body,
  published: row.published === 1,
  views: row.views,
  author: row.author_id,
  ...stamps(row),
});

const toUser = (row) => ({ id: row.id, email: row.email, name: row.name, role: row.role, ...stamps(row) });

const toComment = (row) => ({ id: row.id, post: row.post_id, author: row.author_id, body: row.body, ...stamps(row) });

export function openPosts(path) {
  const db = new Database(path, { fileMustExist: true, timeout: 10_000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');

  const get = db.prepare(`SELECT ${COLUMNS} FROM posts p WHERE p.id = :id AND ${VISIBLE}`);
  const list = db.prepare(`SELECT ${COLUMNS} FROM posts p WHERE ${VISIBLE} ORDER BY p.created_at DESC, p.id DESC LIMIT :limit`);
  const author = db.prepare('SELECT id, email, name, role, created_at, updated_at FROM users WHERE id = ?');
  const comments = db.prepare(
    'SELECT id, post_id, author_id, body, created_at, updated_at FROM comments WHERE post_id = ? ORDER BY id LIMIT 10',
  );
  const insert = db.prepare(
    `INSERT INTO posts (id, title, body, published, views, author_id, created_at, updated_at)
     VALUES (:id, :title, :body, :published, 0, :author_id, :created_at, :updated_at)`,
  );

  return {
    get(id, caller) {
      const row = get.get({ id, caller });
      return row && toPost(row);
    },

    list(limit, caller) {
      return list.all({ limit, caller }).map(toPost);
    },

    detail: db.transaction((id, caller) => {
      const row = get.get({ id, caller });
      return row && { ...toPost(row), author: toUser(author.get(row.author_id)), comments: comments.all(id).map(toComment) };
    }),

    create({ title, body, published = false }, caller) {
      const now = Date.now() * 1000;
      const row = {
        id: randomUUID(),
        title,
        body,
        published: published ? 1 : 0,
        views: 0,
        author_id: caller,
        created_at: now,
        updated_at: now,
      };
      insert.run(row);
      return toPost(row);
    },
  };
}
