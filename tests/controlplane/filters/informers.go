package filters

import (
	"context"
	"reflect"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/informers/apps"
	"k8s.io/client-go/informers/core"
	"k8s.io/client-go/informers/internalinterfaces"
	"k8s.io/client-go/informers/policy"
	"k8s.io/client-go/informers/resource"
	"k8s.io/client-go/informers/scheduling"
	"k8s.io/client-go/informers/storage"
	"k8s.io/client-go/tools/cache"
)

// factory gives the scheduler informers that hold still: what they know is put there, all at once, and nothing watches.
// Whatever type is asked for gets one, so that no lister is empty because nobody thought of it.
type factory struct {
	informers.SharedInformerFactory // What is not overridden panics, which says that the scheduler wants another group.
	byType                          map[reflect.Type]*informer
}

func newFactory() *factory {
	return &factory{byType: map[reflect.Type]*informer{}}
}

func (f *factory) InformerFor(object runtime.Object, _ internalinterfaces.NewInformerFunc) cache.SharedIndexInformer {
	return f.of(object)
}

func (f *factory) of(object runtime.Object) *informer {
	kind := reflect.TypeOf(object)
	if f.byType[kind] == nil {
		indexers := cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc}
		f.byType[kind] = &informer{indexer: cache.NewIndexer(cache.DeletionHandlingMetaNamespaceKeyFunc, indexers)}
	}
	return f.byType[kind]
}

func (f *factory) Apps() apps.Interface     { return apps.New(f, metav1.NamespaceAll, nil) }
func (f *factory) Core() core.Interface     { return core.New(f, metav1.NamespaceAll, nil) }
func (f *factory) Policy() policy.Interface { return policy.New(f, metav1.NamespaceAll, nil) }
func (f *factory) Resource() resource.Interface {
	return resource.New(f, metav1.NamespaceAll, nil)
}
func (f *factory) Scheduling() scheduling.Interface {
	return scheduling.New(f, metav1.NamespaceAll, nil)
}
func (f *factory) Storage() storage.Interface { return storage.New(f, metav1.NamespaceAll, nil) }

// informer is an informer of one type that has always synced.
type informer struct {
	indexer  cache.Indexer
	handlers []cache.ResourceEventHandler
}

// tell tells all handlers of an object, which the indexer has to have by now.
func (i *informer) tell(object any) {
	for _, handler := range i.handlers {
		handler.OnAdd(object, true)
	}
}

func (i *informer) AddEventHandler(handler cache.ResourceEventHandler) (cache.ResourceEventHandlerRegistration, error) {
	i.handlers = append(i.handlers, handler)
	for _, object := range i.indexer.List() {
		handler.OnAdd(object, true)
	}
	return synced{}, nil
}

func (i *informer) AddEventHandlerWithResyncPeriod(
	handler cache.ResourceEventHandler, _ time.Duration,
) (cache.ResourceEventHandlerRegistration, error) {
	return i.AddEventHandler(handler)
}

func (i *informer) AddEventHandlerWithOptions(
	handler cache.ResourceEventHandler, _ cache.HandlerOptions,
) (cache.ResourceEventHandlerRegistration, error) {
	return i.AddEventHandler(handler)
}

func (i *informer) AddIndexers(indexers cache.Indexers) error { return i.indexer.AddIndexers(indexers) }
func (i *informer) GetIndexer() cache.Indexer                 { return i.indexer }
func (i *informer) GetStore() cache.Store                     { return i.indexer }
func (i *informer) GetController() cache.Controller           { return nil }
func (i *informer) HasSynced() bool                           { return true }
func (i *informer) HasSyncedChecker() cache.DoneChecker       { return synced{} }
func (i *informer) IsStopped() bool                           { return false }
func (i *informer) LastSyncResourceVersion() string           { return "" }
func (i *informer) Run(<-chan struct{})                       {}
func (i *informer) RunWithContext(context.Context)            {}

func (i *informer) RemoveEventHandler(cache.ResourceEventHandlerRegistration) error { return nil }
func (i *informer) SetTransform(cache.TransformFunc) error                          { return nil }
func (i *informer) SetWatchErrorHandler(cache.WatchErrorHandler) error              { return nil }
func (i *informer) SetWatchErrorHandlerWithContext(cache.WatchErrorHandlerWithContext) error {
	return nil
}

// synced says that it has synced, in each of the ways that are asked for.
type synced struct{}

var done = func() chan struct{} {
	channel := make(chan struct{})
	close(channel)
	return channel
}()

func (synced) HasSynced() bool                     { return true }
func (synced) HasSyncedChecker() cache.DoneChecker { return synced{} }
func (synced) Name() string                        { return "all that there is" }
func (synced) Done() <-chan struct{}               { return done }
