// One process for each core, as Node.js services are deployed; they share the port.
import cluster from 'node:cluster';
import { createSecretKey } from 'node:crypto';
import { availableParallelism } from 'node:os';

export function forEachCore(serve) {
  if (!cluster.isPrimary) return serve();
  cluster.on('exit', () => process.exit(1));
  for (let i = 0; i < availableParallelism(); ++i) cluster.fork();
  process.on('SIGTERM', () => process.exit(0));
}

export const port = Number(process.env.PORT);
export const host = '127.0.0.1';
export const database = process.env.DATABASE;
export const secret = process.env.JWT_SECRET;
// jsonwebtoken makes a key of a text at each verification, and tries it as a public one first.
export const secretKey = createSecretKey(Buffer.from(secret));
