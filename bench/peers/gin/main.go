// The workload as a Gin service: binding tags, golang-jwt in a middleware, database/sql with prepared statements.
package main

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt"
	_ "github.com/mattn/go-sqlite3"
)

const (
	columns = "p.id, p.title, p.body, p.published, p.views, p.author_id, p.created_at, p.updated_at"
	visible = "(p.published = 1 OR p.author_id = ?)"
)

type Stamps struct {
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
}

type Post struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Body      string `json:"body"`
	Published bool   `json:"published"`
	Views     int64  `json:"views"`
	Author    string `json:"author"`
	Stamps
}

type User struct {
	ID    string `json:"id"`
	Email string `json:"email"`
	Name  string `json:"name"`
	Role  string `json:"role"`
	Stamps
}

type Comment struct {
	ID     string `json:"id"`
	Post   string `json:"post"`
	Author string `json:"author"`
	Body   string `json:"body"`
	Stamps
}

type Detail struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Body      string    `json:"body"`
	Published bool      `json:"published"`
	Views     int64     `json:"views"`
	Author    User      `json:"author"`
	Comments  []Comment `json:"comments"`
	Stamps
}

type NewPost struct {
	Title     string  `json:"title" binding:"required,min=1,max=200"`
	Body      *string `json:"body" binding:"required,max=10000"`
	Published bool    `json:"published"`
}

type ListQuery struct {
	Sort  string `form:"sort" binding:"omitempty,oneof=-createdAt"`
	Limit int    `form:"limit,default=20" binding:"min=1,max=100"`
}

type PostPath struct {
	ID string `uri:"id" binding:"required,uuid"`
}

type Meta struct {
	Timestamp time.Time `json:"timestamp"`
	Limit     int       `json:"limit,omitempty"`
}

type Answer struct {
	Data any  `json:"data"`
	Meta Meta `json:"meta"`
}

type Failure struct {
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	Meta Meta `json:"meta"`
}

type row interface{ Scan(...any) error }

func (s *Stamps) set(created, updated int64) {
	s.CreatedAt, s.UpdatedAt = time.UnixMicro(created).UTC(), time.UnixMicro(updated).UTC()
}

func scanPost(from row) (post Post, err error) {
	var created, updated int64
	err = from.Scan(&post.ID, &post.Title, &post.Body, &post.Published, &post.Views, &post.Author, &created, &updated)
	post.set(created, updated)
	return
}

type Posts struct {
	get, list, author, comments, insert *sql.Stmt
}

func openPosts(path string) *Posts {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_busy_timeout=10000&_mutex=no")
	if err != nil {
		log.Fatal(err)
	}
	// A connection for each that can run at once; without a limit database/sql opens one for each waiting request.
	db.SetMaxOpenConns(2 * runtime.GOMAXPROCS(0))
	db.SetMaxIdleConns(2 * runtime.GOMAXPROCS(0))
	prepare := func(text string) *sql.Stmt {
		statement, err := db.Prepare(text)
		if err != nil {
			log.Fatal(err)
		}
		return statement
	}
	return &Posts{
		get:      prepare("SELECT " + columns + " FROM posts p WHERE p.id = ? AND " + visible),
		list:     prepare("SELECT " + columns + " FROM posts p WHERE " + visible + " ORDER BY p.created_at DESC, p.id DESC LIMIT ?"),
		author:   prepare("SELECT id, email, name, role, created_at, updated_at FROM users WHERE id = ?"),
		comments: prepare("SELECT id, post_id, author_id, body, created_at, updated_at FROM comments WHERE post_id = ? ORDER BY id LIMIT 10"),
		insert:   prepare("INSERT INTO posts (id, title, body, published, views, author_id, created_at, updated_at) VALUES (?, ?, ?, ?, 0, ?, ?, ?)"),
	}
}

func (p *Posts) Get(c *gin.Context, id string) (Post, error) {
	return scanPost(p.get.QueryRowContext(c, id, c.GetString("caller")))
}

func (p *Posts) List(c *gin.Context, limit int) ([]Post, error) {
	rows, err := p.list.QueryContext(c, c.GetString("caller"), limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	posts := make([]Post, 0, limit)
	for rows.Next() {
		post, err := scanPost(rows)
		if err != nil {
			return nil, err
		}
		posts = append(posts, post)
	}
	return posts, rows.Err()
}

func (p *Posts) Detail(c *gin.Context, id string) (detail Detail, err error) {
	post, err := p.Get(c, id)
	if err != nil {
		return
	}
	detail = Detail{ID: post.ID, Title: post.Title, Body: post.Body, Published: post.Published, Views: post.Views, Comments: []Comment{}, Stamps: post.Stamps}
	var created, updated int64
	author := &detail.Author
	if err = p.author.QueryRowContext(c, post.Author).Scan(&author.ID, &author.Email, &author.Name, &author.Role, &created, &updated); err != nil {
		return
	}
	author.set(created, updated)
	rows, err := p.comments.QueryContext(c, id)
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		var comment Comment
		if err = rows.Scan(&comment.ID, &comment.Post, &comment.Author, &comment.Body, &created, &updated); err != nil {
			return
		}
		comment.set(created, updated)
		detail.Comments = append(detail.Comments, comment)
	}
	return detail, rows.Err()
}

func (p *Posts) Create(c *gin.Context, input NewPost) (Post, error) {
	now := time.Now().UTC().Truncate(time.Microsecond)
	post := Post{ID: newID(), Title: input.Title, Body: *input.Body, Published: input.Published, Author: c.GetString("caller"), Stamps: Stamps{now, now}}
	_, err := p.insert.ExecContext(c, post.ID, post.Title, post.Body, post.Published, post.Author, now.UnixMicro(), now.UnixMicro())
	return post, err
}

func newID() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func refuse(c *gin.Context, status int, code, message string) {
	failure := Failure{Meta: Meta{Timestamp: time.Now().UTC()}}
	failure.Error.Code, failure.Error.Message = code, message
	c.AbortWithStatusJSON(status, failure)
}

func authenticate(secret []byte) gin.HandlerFunc {
	parser := &jwt.Parser{ValidMethods: []string{"HS256"}}
	key := func(*jwt.Token) (any, error) { return secret, nil }
	return func(c *gin.Context) {
		header := c.GetHeader("Authorization")
		var claims jwt.StandardClaims
		if _, err := parser.ParseWithClaims(strings.TrimPrefix(header, "Bearer "), &claims, key); err != nil || !strings.HasPrefix(header, "Bearer ") {
			refuse(c, http.StatusUnauthorized, "UNAUTHENTICATED", "Authentication is required")
			return
		}
		c.Set("caller", claims.Subject)
	}
}

func answer(c *gin.Context, status int, data any, limit int, err error) {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		refuse(c, http.StatusNotFound, "NOT_FOUND", "There is no such post")
	case err != nil:
		log.Print(err)
		refuse(c, http.StatusInternalServerError, "INTERNAL", "Internal error")
	default:
		c.JSON(status, Answer{data, Meta{time.Now().UTC(), limit}})
	}
}

func isBad(c *gin.Context, err error) bool {
	if err != nil {
		refuse(c, http.StatusBadRequest, "VALIDATION_ERROR", err.Error())
	}
	return err != nil
}

func main() {
	posts := openPosts(os.Getenv("DATABASE"))
	gin.SetMode(gin.ReleaseMode)
	app := gin.New()
	app.Use(gin.Recovery())
	api := app.Group("/api/v1/posts", authenticate([]byte(os.Getenv("JWT_SECRET"))))

	api.GET("", func(c *gin.Context) {
		var query ListQuery
		if isBad(c, c.ShouldBindQuery(&query)) {
			return
		}
		data, err := posts.List(c, query.Limit)
		answer(c, http.StatusOK, data, query.Limit, err)
	})
	api.GET("/:id", func(c *gin.Context) {
		var path PostPath
		if isBad(c, c.ShouldBindUri(&path)) {
			return
		}
		data, err := posts.Get(c, path.ID)
		answer(c, http.StatusOK, data, 0, err)
	})
	api.GET("/:id/detail", func(c *gin.Context) {
		var path PostPath
		if isBad(c, c.ShouldBindUri(&path)) {
			return
		}
		data, err := posts.Detail(c, path.ID)
		answer(c, http.StatusOK, data, 0, err)
	})
	api.POST("", func(c *gin.Context) {
		var input NewPost
		if isBad(c, c.ShouldBindJSON(&input)) {
			return
		}
		data, err := posts.Create(c, input)
		c.Header("Location", "/api/v1/posts/"+data.ID)
		answer(c, http.StatusCreated, data, 0, err)
	})
	log.Fatal(app.Run("127.0.0.1:" + os.Getenv("PORT")))
}
