// The workload as a NestJS service: a guard with @nestjs/jwt, class-validator, the default platform (Express).
import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { forEachCore, host, port } from '../processes.js';
import { AppModule } from './app.module.js';

async function serve() {
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
  await app.listen(port, host);
}

forEachCore(serve);
