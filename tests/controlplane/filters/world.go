package filters

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/signal"
	"reflect"
	"sort"
	"unsafe"

	"github.com/go-logr/logr"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	internalcache "k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
	"k8s.io/kubernetes/pkg/scheduler/framework/preemption"
)

// A field that Kubernetes does not know is a mistake of the test.
var decoder = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

// decode reads the objects of a world.
func decode(texts []json.RawMessage) ([]runtime.Object, error) {
	objects := make([]runtime.Object, len(texts))
	for i, text := range texts {
		object, _, err := decoder.Decode(text, nil, nil)
		if err != nil {
			return nil, fmt.Errorf("object %d: %w: %s", i, err, text)
		}
		objects[i] = object
	}
	return objects, nil
}

// world is a scheduler that knows all objects of a world, and has made its snapshot of them.
type world struct {
	scheduler *scheduler.Scheduler
	profile   framework.Framework
	snapshot  *internalcache.Snapshot
	pending   []*v1.Pod

	preFilters []fwk.PreFilterPlugin
	filters    []fwk.FilterPlugin
	preemption *defaultpreemption.DefaultPreemption

	context context.Context
	end     context.CancelFunc
}

// newWorld starts the real scheduler, with its default profile, plugins and feature gates, but does not let it run.
func newWorld(objects []runtime.Object) (*world, error) {
	ctx, cancel := context.WithCancel(klog.NewContext(context.Background(), logr.Discard()))
	informers := newFactory()
	recorder := func(string) events.EventRecorderLogger { return &events.FakeRecorder{} }
	made, err := scheduler.New(ctx, client, informers, nil, recorder)
	if err != nil {
		cancel()
		return nil, err
	}
	// Each scheduler wants to hear of a signal, and nobody tells it to stop listening.
	signal.Reset()
	w := &world{scheduler: made, profile: made.Profiles[v1.DefaultSchedulerName], context: ctx, end: cancel}
	w.snapshot = w.profile.SnapshotSharedLister().(*internalcache.Snapshot)
	w.preFilters = private[[]fwk.PreFilterPlugin](w.profile, "preFilterPlugins")
	w.filters = private[[]fwk.FilterPlugin](w.profile, "filterPlugins")
	for _, plugin := range private[[]fwk.PostFilterPlugin](w.profile, "postFilterPlugins") {
		if preempts, is := plugin.(*defaultpreemption.DefaultPreemption); is {
			w.preemption = preempts
			// A world is only looked at.
			preempts.Executor.PreemptPod = func(
				context.Context, preemption.Candidate, preemption.ExecutorPreemptor, *v1.Pod, string,
			) error {
				return nil
			}
		}
	}
	if w.preemption == nil {
		cancel()
		return nil, fmt.Errorf("the default profile does not preempt")
	}
	w.learn(informers, objects)
	if err := made.Cache.UpdateSnapshot(logr.Discard(), w.snapshot); err != nil {
		cancel()
		return nil, err
	}
	return w, nil
}

// learn lets the scheduler know of all objects, as if it had known them for long: pods come last, so that a pod is not judged before
// what it needs is there.
func (w *world) learn(informers *factory, objects []runtime.Object) {
	known := make([]runtime.Object, 0, len(objects))
	for _, object := range objects {
		pod, is := object.(*v1.Pod)
		// The scheduler does not watch pods that have ended (newPodInformer in scheduler.go).
		if is && (pod.Status.Phase == v1.PodSucceeded || pod.Status.Phase == v1.PodFailed) {
			continue
		}
		known = append(known, object)
		if is && pod.Spec.NodeName == "" && pod.DeletionTimestamp == nil {
			w.pending = append(w.pending, pod)
		}
		// An indexer fails only without a key, and whatever was decoded has one.
		_ = informers.of(object).indexer.Add(object)
	}
	sort.SliceStable(known, func(i, j int) bool { return turn(known[i]) < turn(known[j]) })
	for _, object := range known {
		informers.of(object).tell(object)
	}
}

func turn(object runtime.Object) int {
	switch object := object.(type) {
	case *v1.Node:
		return 1
	case *v1.Pod:
		if object.Spec.NodeName != "" {
			return 2
		}
		return 3
	default:
		return 0
	}
}

// private reads a field of a framework that has no accessor: the plugins themselves, just as the scheduler made them.
func private[T any](profile framework.Framework, name string) T {
	field := reflect.ValueOf(profile).Elem().FieldByName(name)
	return *(*T)(unsafe.Pointer(field.UnsafeAddr()))
}

// client is nowhere connected: what is written through it comes back as it was sent, and is forgotten.
var client = kubernetes.NewForConfigOrDie(&rest.Config{Host: "http://world.invalid", Transport: echo{}})

type echo struct{}

func (echo) RoundTrip(request *http.Request) (*http.Response, error) {
	var body io.ReadCloser = http.NoBody
	if request.Body != nil {
		body = request.Body
	}
	header := http.Header{"Content-Type": request.Header["Content-Type"]}
	return &http.Response{StatusCode: http.StatusOK, Header: header, Body: body, Request: request}, nil
}
