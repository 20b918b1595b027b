// PostGraphile on the tables of the workload: roles and row-level security in the database are its rules (rules.sql).
import { createServer } from 'node:http';
import jsonwebtoken from 'jsonwebtoken';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { database, forEachCore, host, port, secretKey } from './processes.js';

class Unauthenticated extends Error {
  statusCode = 401;
}

/** The settings that the policies read, from the token of the request. */
function pgSettings(authorization = '') {
  const [scheme, token] = authorization.split(' ');
  if (scheme !== 'Bearer' || !token) throw new Unauthenticated('Authentication is required');
  try {
    const claims = jsonwebtoken.verify(token, secretKey, { algorithms: ['HS256'] });
    return { role: 'person', 'jwt.claims.user_id': claims.sub };
  } catch {
    throw new Unauthenticated('Authentication is required');
  }
}

const preset = {
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ connectionString: database, schemas: ['public'], pubsub: false })],
  grafserv: { graphiql: false, watch: false, websockets: false },
  grafast: {
    explain: false,
    context: ({ node }) => ({ pgSettings: pgSettings(node?.req.headers.authorization) }),
  },
};

async function serve() {
  const server = createServer();
  await postgraphile(preset).createServ(grafserv).addTo(server);
  server.listen(port, host);
}

forEachCore(serve);
