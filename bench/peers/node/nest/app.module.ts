import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { secretKey } from '../processes.js';
import { PostsController } from './posts.controller.js';
import { PostsService } from './posts.service.js';

@Module({
  imports: [JwtModule.register({ secret: secretKey, verifyOptions: { algorithms: ['HS256'] } })],
  controllers: [PostsController],
  providers: [PostsService],
})
export class AppModule {}
