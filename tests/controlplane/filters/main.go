// Package filters asks the plugins of the real kube-scheduler about pods: each of them, and what the scheduler makes of all.
package filters

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/go-logr/logr"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/klog/v2"
)

// question is a line of standard input; a mere array is that of its objects.
type question struct {
	Objects []json.RawMessage `json:"objects"`
	// Store has the objects made what the API server would store of them, and judged as it judges them, before pods are asked about.
	Store bool `json:"store"`
	// Time says how long it took, instead of what was found.
	Time bool `json:"time"`
}

// answer is a line of standard output.
type answer struct {
	Pods []pod `json:"pods"`
	// Stored are the objects as the API server would have them.
	Stored []runtime.Object `json:"stored,omitempty"`
	// Invalid are the reasons for which the API server would not take objects.
	Invalid []string `json:"invalid,omitempty"`
	Time    *times   `json:"time,omitempty"`
	Error   string   `json:"error,omitempty"`
}

// pod is a pending pod.
type pod struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Taken says that a scheduler of the default profile looks at the pod at all.
	Taken bool `json:"taken"`
	asked
	outcome
}

// times are in nanoseconds.
type times struct {
	// Learn is from objects to the scheduler's snapshot.
	Learn int64 `json:"learn"`
	// Filters is all plugins on all nodes for all pods.
	Filters int64 `json:"filters"`
	// Schedule is the scheduler's own way, which ends at the first refusal, and preemption.
	Schedule int64 `json:"schedule"`
}

// Main answers a line of standard input, which is a world, with a line of standard output, until there is none.
func Main() {
	klog.SetLogger(logr.Discard())
	input, output := bufio.NewReaderSize(os.Stdin, 1<<20), bufio.NewWriter(os.Stdout)
	for {
		line, err := input.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			text, err := json.Marshal(reply(line))
			if err != nil {
				text, _ = json.Marshal(answer{Error: err.Error()})
			}
			_, _ = output.Write(append(text, '\n'))
			if output.Flush() != nil {
				return
			}
		}
		if err != nil {
			if err != io.EOF {
				fmt.Fprintln(os.Stderr, "scheduler-filters:", err)
				os.Exit(1)
			}
			return
		}
	}
}

func reply(line []byte) answer {
	var asked question
	var err error
	if line[0] == '[' {
		err = json.Unmarshal(line, &asked.Objects)
	} else {
		err = json.Unmarshal(line, &asked)
	}
	var objects []runtime.Object
	if err == nil {
		objects, err = decode(asked.Objects)
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	var said answer
	if asked.Store {
		if said.Stored, said.Invalid, err = store(objects); err != nil {
			return answer{Error: err.Error()}
		}
		objects = said.Stored
	}
	if err = said.judge(objects, asked.Time); err != nil {
		said.Error = err.Error()
	}
	return said
}

// judge asks about all pending pods of a world.
func (a *answer) judge(objects []runtime.Object, isTimed bool) error {
	spent := times{}
	start := time.Now()
	w, err := newWorld(objects)
	if err != nil {
		return err
	}
	defer func() { w.end() }()
	spent.Learn = time.Since(start).Nanoseconds()
	a.Pods = []pod{}
	for _, pending := range w.pending {
		one := pod{Namespace: pending.Namespace, Name: pending.Name}
		_, one.Taken = w.scheduler.Profiles[pending.Spec.SchedulerName]
		start = time.Now()
		if one.asked, err = w.ask(pending); err != nil {
			return err
		}
		spent.Filters += time.Since(start).Nanoseconds()
		start = time.Now()
		if one.outcome, err = w.take(pending); err != nil {
			return err
		}
		spent.Schedule += time.Since(start).Nanoseconds()
		a.Pods = append(a.Pods, one)
		if needsClaims(pending) {
			// What the scheduler assumes of claims is not true for the next pod.
			w.end()
			if w, err = newWorld(objects); err != nil {
				return err
			}
		}
	}
	if isTimed {
		a.Pods, a.Time = nil, &spent
	}
	return nil
}

func needsClaims(pod *v1.Pod) bool { return len(pod.Spec.ResourceClaims) > 0 }
