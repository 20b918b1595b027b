-- What PostGraphile adds to the tables: "published or mine" as row-level security, and defaults for what a client does not send.
CREATE ROLE person NOLOGIN;
CREATE ROLE postgraphile LOGIN NOINHERIT;
GRANT person TO postgraphile;

CREATE FUNCTION caller() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('jwt.claims.user_id', true), '')::uuid $$;
-- PostGraphile would offer it as a query.
COMMENT ON FUNCTION caller() IS '@behavior -*';

GRANT SELECT ON users, posts, comments TO person;
GRANT INSERT (title, body, published) ON posts TO person;

ALTER TABLE posts
  ALTER COLUMN id SET DEFAULT gen_random_uuid(),
  ALTER COLUMN author_id SET DEFAULT caller(),
  ALTER COLUMN created_at SET DEFAULT now(),
  ALTER COLUMN updated_at SET DEFAULT now();

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
ALTER TABLE comments ENABLE ROW LEVEL SECURITY;
-- In a subquery, so that the setting is read once for each statement and not for each row.
CREATE POLICY read_users ON users FOR SELECT TO person USING ((SELECT caller()) IS NOT NULL);
CREATE POLICY read_posts ON posts FOR SELECT TO person USING (published OR author_id = (SELECT caller()));
CREATE POLICY create_posts ON posts FOR INSERT TO person WITH CHECK (author_id = (SELECT caller()));
CREATE POLICY read_comments ON comments FOR SELECT TO person USING (EXISTS (SELECT FROM posts WHERE posts.id = post_id));
