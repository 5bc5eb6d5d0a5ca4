package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/prometheus/prometheus/tsdb"
)

// longest is the most time a block may span. The writer takes samples of one series after the other and refuses those that
// are older than half of it.
const longest = 400 * 24 * time.Hour

// writeBlock writes all series of a feed into one block.
func writeBlock(ctx context.Context, feed io.Reader, folder string) (err error) {
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	writer, err := tsdb.NewBlockWriter(logger, folder, longest.Milliseconds())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, writer.Close()) }()
	reader := bufio.NewReaderSize(feed, 1<<20)
	for {
		series, err := next(reader)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		appender := writer.Appender(ctx)
		if err := series.add(reader, appender); err != nil {
			return errors.Join(err, appender.Rollback())
		}
		if err := appender.Commit(); err != nil {
			return err
		}
	}
	_, err = writer.Flush(ctx)
	return err
}
