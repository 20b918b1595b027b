import { Injectable, NotFoundException } from '@nestjs/common';
import { openPosts } from '../posts.js';
import { database } from '../processes.js';
import { NewPost } from './posts.dto.js';

@Injectable()
export class PostsService {
  private readonly posts = openPosts(database);

  get(id: string, caller: string) {
    return this.found(this.posts.get(id, caller));
  }

  detail(id: string, caller: string) {
    return this.found(this.posts.detail(id, caller));
  }

  list(limit: number, caller: string) {
    return this.posts.list(limit, caller);
  }

  create(post: NewPost, caller: string) {
    return this.posts.create(post, caller);
  }

  private found<T>(post: T): NonNullable<T> {
    if (!post) throw new NotFoundException('There is no such post');
    return post;
  }
}
