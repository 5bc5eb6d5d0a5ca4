package main

import (
	"io"
	"net/http"
	"regexp"
	"sync"
	"time"
)

// rule is a fault, and the requests that meet it.
type rule struct {
	// Regular expressions that are found in the path and in the query; empty ones are found everywhere.
	Path, Query string
	// How many requests are spared first, and how many then meet it; 0 is all.
	Skip, Times int
	// The answer instead of the server's.
	Status  int
	Headers map[string]string
	Body    string
	// Milliseconds before the request is passed on or answered.
	Delay int
	// Whether there is no answer until the client gives up.
	Hang bool
	// After how many bytes of the body the connection breaks; 0 is at once, without any answer.
	Break *int

	path, query *regexp.Regexp
	met         int
}

// seen is a request as it came, faults or not.
type seen struct {
	Method, Path, Query, Agent string
}

// faults passes requests on to a server and breaks some.
type faults struct {
	next http.Handler

	mutex       sync.Mutex
	rules       []*rule
	seen        []seen
	atOnce, top int
}

// report tells the requests since the rules were set, and the most that were open at once.
func (f *faults) report() map[string]any {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return map[string]any{"seen": append([]seen{}, f.seen...), "top": f.top}
}

// set replaces the rules and forgets what was seen.
func (f *faults) set(rules []*rule) (err error) {
	for _, rule := range rules {
		if rule.path, err = regexp.Compile(rule.Path); err != nil {
			return err
		}
		if rule.query, err = regexp.Compile(rule.Query); err != nil {
			return err
		}
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.rules, f.seen, f.top = rules, nil, f.atOnce
	return nil
}

func (f *faults) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	rule := f.enter(request)
	defer f.leave()
	if rule == nil {
		f.next.ServeHTTP(writer, request)
		return
	}
	if rule.Delay > 0 {
		select {
		case <-time.After(time.Duration(rule.Delay) * time.Millisecond):
		case <-request.Context().Done():
		}
	}
	switch {
	case rule.Hang:
		<-request.Context().Done()
	case rule.Break != nil && *rule.Break == 0:
		panic(http.ErrAbortHandler)
	case rule.Break != nil:
		f.next.ServeHTTP(&breaking{ResponseWriter: writer, left: *rule.Break}, request)
	case rule.Status != 0:
		for name, value := range rule.Headers {
			writer.Header().Set(name, value)
		}
		writer.WriteHeader(rule.Status)
		_, _ = io.WriteString(writer, rule.Body)
	default:
		f.next.ServeHTTP(writer, request)
	}
}

// enter notes a request and returns the first rule that it meets.
func (f *faults) enter(request *http.Request) *rule {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.atOnce++
	f.top = max(f.top, f.atOnce)
	url := request.URL
	f.seen = append(f.seen, seen{request.Method, url.Path, url.RawQuery, request.UserAgent()})
	for _, rule := range f.rules {
		if !rule.path.MatchString(url.Path) || !rule.query.MatchString(url.RawQuery) {
			continue
		}
		rule.met++
		if rule.met > rule.Skip && (rule.Times == 0 || rule.met <= rule.Skip+rule.Times) {
			return rule
		}
	}
	return nil
}

func (f *faults) leave() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.atOnce--
}

// breaking breaks the connection in the middle of the body.
type breaking struct {
	http.ResponseWriter
	left int
}

func (b *breaking) Write(bytes []byte) (int, error) {
	if len(bytes) < b.left {
		b.left -= len(bytes)
		return b.ResponseWriter.Write(bytes)
	}
	_, _ = b.ResponseWriter.Write(bytes[:b.left])
	b.Flush()
	panic(http.ErrAbortHandler)
}

// Flush sends what was written so far.
func (b *breaking) Flush() { _ = http.NewResponseController(b.ResponseWriter).Flush() }
