import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Query, UseGuards } from '@nestjs/common';
import { AuthGuard, Caller } from './auth.guard.js';
import { ListQuery, NewPost } from './posts.dto.js';
import { PostsService } from './posts.service.js';

const meta = () => ({ timestamp: new Date().toISOString() });

@Controller('api/v1/posts')
@UseGuards(AuthGuard)
export class PostsController {
  constructor(private readonly posts: PostsService) {}

  @Get()
  list(@Query() query: ListQuery, @Caller() caller: string) {
    return { data: this.posts.list(query.limit, caller), meta: { ...meta(), limit: query.limit } };
  }

  @Get(':id')
  get(@Param('id', ParseUUIDPipe) id: string, @Caller() caller: string) {
    return { data: this.posts.get(id, caller), meta: meta() };
  }

  @Get(':id/detail')
  detail(@Param('id', ParseUUIDPipe) id: string, @Caller() caller: string) {
    return { data: this.posts.detail(id, caller), meta: meta() };
  }

  @Post()
  create(@Body() post: NewPost, @Caller() caller: string) {
    return { data: this.posts.create(post, caller), meta: meta() };
  }
}
