import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';

export class NewPost {
  @IsString()
  @Length(1, 200)
  title!: string;

  @IsString()
  @MaxLength(10_000)
  body!: string;

  @IsOptional()
  @IsBoolean()
  published?: boolean;
}

export class ListQuery {
  @IsOptional()
  @IsIn(['-createdAt'])
  sort: string = '-createdAt';

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}
