// The workload as a Fastify service: schemas for what comes in and what goes out, @fastify/jwt on every route.
import jwt from '@fastify/jwt';
import Fastify from 'fastify';
import { openPosts } from './posts.js';
import { database, forEachCore, host, port, secret } from './processes.js';

const text = { type: 'string' };
const stamps = { createdAt: text, updatedAt: text };
const post = { id: text, title: text, body: text, published: { type: 'boolean' }, views: { type: 'integer' }, author: text, ...stamps };
const user = { id: text, email: text, name: text, role: text, ...stamps };
const comment = { id: text, post: text, author: text, body: text, ...stamps };

const object = (properties) => ({ type: 'object', properties });
const array = (items) => ({ type: 'array', items });
const answer = (data) => object({ data, meta: object({ timestamp: text, limit: { type: 'integer' } }) });

const idParams = { ...object({ id: { type: 'string', format: 'uuid' } }), required: ['id'] };
const listQuery = {
  ...object({ sort: { enum: ['-createdAt'], default: '-createdAt' }, limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 } }),
  additionalProperties: false,
};
const newPost = {
  ...object({
    title: { type: 'string', minLength: 1, maxLength: 200 },
    body: { type: 'string', maxLength: 10_000 },
    published: { type: 'boolean' },
  }),
  required: ['title', 'body'],
  additionalProperties: false,
};

const meta = () => ({ timestamp: new Date().toISOString() });
const error = (code, message) => ({ error: { code, message }, meta: meta() });

function serve() {
  const posts = openPosts(database);
  const app = Fastify({ logger: false });
  app.register(jwt, { secret, verify: { algorithms: ['HS256'] } });

  app.setErrorHandler((failure, request, reply) => {
    const status = failure.statusCode ?? 500;
    reply.code(status).send(error(failure.code ?? 'INTERNAL', status < 500 ? failure.message : 'Internal error'));
  });
  app.addHook('onRequest', (request) => request.jwtVerify());

  const found = (reply, data) => (data ? { data, meta: meta() } : reply.code(404).send(error('NOT_FOUND', 'There is no such post')));

  app.get('/api/v1/posts/:id', { schema: { params: idParams, response: { 200: answer(object(post)) } } }, async (request, reply) =>
    found(reply, posts.get(request.params.id, request.user.sub)),
  );

  const detail = object({ ...post, author: object(user), comments: array(object(comment)) });
  app.get('/api/v1/posts/:id/detail', { schema: { params: idParams, response: { 200: answer(detail) } } }, async (request, reply) =>
    found(reply, posts.detail(request.params.id, request.user.sub)),
  );

  app.get('/api/v1/posts', { schema: { querystring: listQuery, response: { 200: answer(array(object(post))) } } }, async (request) => {
    const { limit } = request.query;
    return { data: posts.list(limit, request.user.sub), meta: { ...meta(), limit } };
  });

  app.post('/api/v1/posts', { schema: { body: newPost, response: { 201: answer(object(post)) } } }, async (request, reply) => {
    const data = posts.create(request.body, request.user.sub);
    reply.code(201).header('location', `/api/v1/posts/${data.id}`);
    return { data, meta: meta() };
  });

  app.listen({ port, host });
}

forEachCore(serve);
