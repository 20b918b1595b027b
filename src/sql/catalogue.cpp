#include "sql/catalogue.hpp"

namespace tenon::sql {
namespace {

constexpr const char* sqlite_structure = R"(
SELECT s.type, s.tbl_name, s.name, s.sql, 0 FROM sqlite_schema AS s
WHERE s.sql IS NOT NULL AND substr(s.name, 1, 7) <> 'sqlite_'
  AND NOT EXISTS (SELECT 1 FROM pragma_table_list AS t
                  WHERE t.schema = 'main' AND t.name = s.name AND t.type = 'shadow')
ORDER BY s.type, s.name)";

constexpr const char* sqlite_columns = R"(
SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' AND c.hidden = 0
ORDER BY t.name, c.cid)";

/// In the schema that is in use, and not brought by an extension.
constexpr const char* postgres_structure = R"(
WITH here AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema()),
foreign_things AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'),
tables AS (
  SELECT c.* FROM pg_catalog.pg_class AS c, here
  WHERE c.relnamespace = here.oid AND c.relkind IN ('r', 'p')
    AND NOT EXISTS (SELECT 1 FROM foreign_things AS f
                    WHERE f.classid = 'pg_catalog.pg_class'::regclass AND f.objid = c.oid))
SELECT 'table', relname::text, relname::text,
       concat_ws(' ', relkind::text, relpersistence::text, reloptions::text,
                 CASE WHEN relrowsecurity THEN 'row security' END, 'replica identity ' || relreplident::text,
                 relacl::text), 0
FROM tables
UNION ALL
SELECT 'column', c.relname::text, a.attname::text,
       concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attcollation <> t.typcollation
                      THEN 'COLLATE ' || (SELECT l.collname::text FROM pg_catalog.pg_collation AS l
                                          WHERE l.oid = a.attcollation) END,
                 CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                 'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid),
                 'IDENTITY ' || nullif(a.attidentity::text, ''), 'GENERATED ' || nullif(a.attgenerated::text, ''),
                 CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || a.attstorage::text END), a.attnum::integer
FROM tables AS c JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'constraint', c.relname::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid), 0
FROM tables AS c JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid
UNION ALL
SELECT 'index', c.relname::text, i.relname::text,
       concat_ws(' ', pg_catalog.pg_get_indexdef(i.oid), CASE WHEN NOT x.indisvalid THEN 'INVALID' END,
                 CASE WHEN x.indisclustered THEN 'CLUSTERED' END), 0
FROM tables AS c JOIN pg_catalog.pg_index AS x ON x.indrelid = c.oid
JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint AS k
                  WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'sequence', coalesce((SELECT o.relname::text FROM pg_catalog.pg_depend AS d
                             JOIN pg_catalog.pg_class AS o ON o.oid = d.refobjid
                             WHERE d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 LIMIT 1),
                            s.relname::text),
       s.relname::text,
       concat_ws(' ', q.seqtypid::regtype::text, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle),
       0
FROM here, pg_catalog.pg_class AS s JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = s.oid
WHERE s.relnamespace = here.oid
  AND NOT EXISTS (SELECT 1 FROM foreign_things AS f
                  WHERE f.classid = 'pg_catalog.pg_class'::regclass AND f.objid = s.oid)
UNION ALL
SELECT 'trigger', c.relname::text, g.tgname::text,
       pg_catalog.pg_get_triggerdef(g.oid) || ' ' || g.tgenabled::text, 0
FROM tables AS c JOIN pg_catalog.pg_trigger AS g ON g.tgrelid = c.oid
WHERE NOT g.tgisinternal
UNION ALL
SELECT 'function', '', p.proname::text || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',
       CASE WHEN p.prokind IN ('f', 'p', 'w') THEN pg_catalog.pg_get_functiondef(p.oid) ELSE p.prokind::text END, 0
FROM here, pg_catalog.pg_proc AS p
WHERE p.pronamespace = here.oid
  AND NOT EXISTS (SELECT 1 FROM foreign_things AS f
                  WHERE f.classid = 'pg_catalog.pg_proc'::regclass AND f.objid = p.oid)
UNION ALL
SELECT 'type', '', y.typname::text,
       concat_ws(' ', y.typtype::text, (SELECT string_agg(e.enumlabel::text, ',' ORDER BY e.enumsortorder)
                                        FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = y.oid),
                 CASE WHEN y.typtype = 'd' THEN pg_catalog.format_type(y.typbasetype, y.typtypmod) END,
                 CASE WHEN y.typnotnull THEN 'NOT NULL' END, y.typdefault), 0
FROM here, pg_catalog.pg_type AS y
WHERE y.typnamespace = here.oid AND y.typtype IN ('e', 'd', 'r')
  AND NOT EXISTS (SELECT 1 FROM foreign_things AS f
                  WHERE f.classid = 'pg_catalog.pg_type'::regclass AND f.objid = y.oid)
UNION ALL
SELECT 'view', v.relname::text, v.relname::text, pg_catalog.pg_get_viewdef(v.oid), 0
FROM here, pg_catalog.pg_class AS v
WHERE v.relnamespace = here.oid AND v.relkind IN ('v', 'm')
  AND NOT EXISTS (SELECT 1 FROM foreign_things AS f
                  WHERE f.classid = 'pg_catalog.pg_class'::regclass AND f.objid = v.oid)
UNION ALL
SELECT 'comment', c.relname::text, c.relname::text || coalesce('.' || a.attname::text, ''), m.description, 0
FROM tables AS c JOIN pg_catalog.pg_description AS m
  ON m.objoid = c.oid AND m.classoid = 'pg_catalog.pg_class'::regclass
LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = m.objsubid AND m.objsubid > 0
ORDER BY 1, 2, 5, 3)";

constexpr const char* postgres_columns = R"(
SELECT c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, NULL),
       coalesce(array_position(k.conkey, a.attnum), 0)::integer
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
LEFT JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = ''
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS e WHERE e.deptype = 'e'
                  AND e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid)
ORDER BY c.relname, a.attnum)";

}  // namespace

Statement list_structure(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return as_statement(sqlite_structure);
    case Dialect::postgres: return as_statement(postgres_structure);
  }
  return {};
}

Statement list_columns(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return as_statement(sqlite_columns);
    case Dialect::postgres: return as_statement(postgres_columns);
  }
  return {};
}

std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char letter : name) {
    if (letter == '"') text += '"';
    text += letter;
  }
  return text + '"';
}

}  // namespace tenon::sql
