// The workload as an Express service: jsonwebtoken in a middleware, zod for what comes in.
import express from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { openPosts } from './posts.js';
import { database, forEachCore, host, port, secretKey } from './processes.js';

const Id = z.uuid();
const ListQuery = z.strictObject({ sort: z.literal('-createdAt').default('-createdAt'), limit: z.coerce.number().int().min(1).max(100).default(20) });
const NewPost = z.strictObject({ title: z.string().min(1).max(200), body: z.string().max(10_000), published: z.boolean().optional() });

const meta = () => ({ timestamp: new Date().toISOString() });
const fail = (response, status, code, message) => response.status(status).json({ error: { code, message }, meta: meta() });

function authenticate(request, response, next) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || !token) return fail(response, 401, 'UNAUTHENTICATED', 'Authentication is required');
  try {
    request.user = jsonwebtoken.verify(token, secretKey, { algorithms: ['HS256'] });
  } catch {
    return fail(response, 401, 'UNAUTHENTICATED', 'Authentication is required');
  }
  next();
}

function serve() {
  const posts = openPosts(database);
  const app = express();
  app.disable('x-powered-by');
  app.use(authenticate);
  app.use(express.json({ limit: '1mb' }));

  const found = (response, data) => (data ? response.json({ data, meta: meta() }) : fail(response, 404, 'NOT_FOUND', 'There is no such post'));

  app.get('/api/v1/posts', (request, response) => {
    const { limit } = ListQuery.parse(request.query);
    response.json({ data: posts.list(limit, request.user.sub), meta: { ...meta(), limit } });
  });
  app.get('/api/v1/posts/:id', (request, response) => {
    found(response, posts.get(Id.parse(request.params.id), request.user.sub));
  });
  app.get('/api/v1/posts/:id/detail', (request, response) => {
    found(response, posts.detail(Id.parse(request.params.id), request.user.sub));
  });
  app.post('/api/v1/posts', (request, response) => {
    const data = posts.create(NewPost.parse(request.body), request.user.sub);
    response.status(201).location(`/api/v1/posts/${data.id}`).json({ data, meta: meta() });
  });

  app.use((failure, request, response, next) => {
    if (failure instanceof z.ZodError) return fail(response, 400, 'VALIDATION_ERROR', failure.issues[0].message);
    const status = failure.status ?? 500;
    fail(response, status, status < 500 ? 'BAD_REQUEST' : 'INTERNAL', status < 500 ? failure.message : 'Internal error');
  });
  app.listen(port, host);
}

forEachCore(serve);
