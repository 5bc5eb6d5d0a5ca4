package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
)

// head is the line of JSON in front of a series' samples, which follow it as so many records of little-endian words.
type head struct {
	Labels  map[string]string
	Samples int
	// The buckets of a native histogram; nil for numbers.
	Native *layout
}

// layout says which buckets a native histogram has; each of its records has as many counts.
type layout struct {
	// Each power of two is cut into 2^Schema buckets.
	Schema int32
	// The indices of the buckets, rising; bucket 0 ends at 1.
	Buckets []int32
}

// zeroThreshold is where client_golang ends the bucket around zero when nothing else is said
// (prometheus/histogram.go, DefNativeHistogramZeroThreshold).
const zeroThreshold = 2.938735877055719e-39

// words returns how many words a record has: time and value, or time, sum and counts.
func (h *head) words() int {
	if h.Native == nil {
		return 2
	}
	return 2 + len(h.Native.Buckets)
}

// next reads the head of the next series; io.EOF if there is none.
func next(feed *bufio.Reader) (*head, error) {
	line, err := feed.ReadBytes('\n')
	if err != nil {
		if errors.Is(err, io.EOF) && len(line) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	series := &head{}
	if err := json.Unmarshal(line, series); err != nil {
		return nil, fmt.Errorf("%.80q is not the head of a series: %w", line, err)
	}
	return series, nil
}

// add appends the samples of a series.
func (h *head) add(feed io.Reader, appender storage.Appender) error {
	names := labels.FromMap(h.Labels)
	record := make([]byte, 8*h.words())
	words := make([]uint64, h.words())
	var ref storage.SeriesRef
	for range h.Samples {
		if _, err := io.ReadFull(feed, record); err != nil {
			return fmt.Errorf("%s is cut off: %w", names, err)
		}
		for i := range words {
			words[i] = binary.LittleEndian.Uint64(record[8*i:])
		}
		var err error
		time, number := int64(words[0]), math.Float64frombits(words[1])
		if h.Native == nil {
			ref, err = appender.Append(ref, names, time, number)
		} else {
			ref, err = appender.AppendHistogram(ref, names, time, h.Native.histogram(number, words[2:]), nil)
		}
		if err != nil {
			return fmt.Errorf("%s at %d: %w", names, time, err)
		}
	}
	return nil
}

// histogram makes a native histogram of its sum and the count of each bucket.
func (l *layout) histogram(sum float64, counts []uint64) *histogram.Histogram {
	if value.IsStaleNaN(sum) {
		return &histogram.Histogram{Sum: sum}
	}
	made := &histogram.Histogram{
		Schema:          l.Schema,
		ZeroThreshold:   zeroThreshold,
		Sum:             sum,
		PositiveSpans:   l.spans(),
		PositiveBuckets: make([]int64, len(counts)),
	}
	var before int64
	for i, count := range counts {
		made.Count += count
		made.PositiveBuckets[i] = int64(count) - before
		before = int64(count)
	}
	return made
}

// spans returns the buckets as runs of neighbours. The first begins at its index, the others so far behind the one before.
func (l *layout) spans() []histogram.Span {
	var spans []histogram.Span
	var end int32
	for _, index := range l.Buckets {
		if len(spans) == 0 || index != end {
			spans = append(spans, histogram.Span{Offset: index - end})
		}
		spans[len(spans)-1].Length++
		end = index + 1
	}
	return spans
}
