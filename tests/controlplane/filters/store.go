package filters

import (
	"context"
	"fmt"
	"reflect"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	registrynode "k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolume"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	registrypod "k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/replicationcontroller"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/policy/poddisruptionbudget"
	"k8s.io/kubernetes/pkg/registry/resource/deviceclass"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaim"
	"k8s.io/kubernetes/pkg/registry/resource/resourceclaimtemplate"
	"k8s.io/kubernetes/pkg/registry/resource/resourceslice"
	"k8s.io/kubernetes/pkg/registry/scheduling/priorityclass"
	"k8s.io/kubernetes/pkg/registry/storage/csidriver"
	"k8s.io/kubernetes/pkg/registry/storage/csinode"
	"k8s.io/kubernetes/pkg/registry/storage/csistoragecapacity"
	"k8s.io/kubernetes/pkg/registry/storage/storageclass"
	"k8s.io/kubernetes/pkg/registry/storage/volumeattachment"
)

// strategies are the API server's own, by kind.
var strategies = map[string]rest.RESTCreateStrategy{
	"CSIDriver":             csidriver.Strategy,
	"CSINode":               csinode.Strategy,
	"CSIStorageCapacity":    csistoragecapacity.Strategy,
	"DeviceClass":           deviceclass.Strategy,
	"Namespace":             namespace.Strategy,
	"Node":                  registrynode.Strategy,
	"PersistentVolume":      persistentvolume.Strategy,
	"PersistentVolumeClaim": persistentvolumeclaim.Strategy,
	"Pod":                   registrypod.Strategy,
	"PodDisruptionBudget":   poddisruptionbudget.Strategy,
	"PriorityClass":         priorityclass.Strategy,
	"ReplicaSet":            replicaset.Strategy,
	"ReplicationController": replicationcontroller.Strategy,
	"ResourceClaim":         resourceclaim.NewStrategy(nil, nil),
	"ResourceClaimTemplate": resourceclaimtemplate.NewStrategy(nil),
	"ResourceSlice":         resourceslice.Strategy,
	"Service":               service.Strategy,
	"StatefulSet":           statefulset.Strategy,
	"StorageClass":          storageclass.Strategy,
	"VolumeAttachment":      volumeattachment.Strategy,
}

// store returns what the API server would store of objects, with the defaults it sets, and why it would not take some of them.
func store(objects []runtime.Object) ([]runtime.Object, []string, error) {
	stored, invalid := make([]runtime.Object, len(objects)), []string{}
	for i, object := range objects {
		kind := object.GetObjectKind().GroupVersionKind()
		strategy := strategies[kind.Kind]
		if strategy == nil {
			return nil, nil, fmt.Errorf("nobody knows how the API server stores %s", kind)
		}
		object = object.DeepCopyObject()
		legacyscheme.Scheme.Default(object)
		inner, err := legacyscheme.Scheme.ConvertToVersion(object, schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal})
		if err != nil {
			return nil, nil, err
		}
		name, err := meta.Accessor(inner)
		if err != nil {
			return nil, nil, err
		}
		ctx := request.WithNamespace(context.Background(), name.GetNamespace())
		if pod, is := inner.(*core.Pod); is {
			create(ctx, pod)
		}
		strategy.Canonicalize(inner)
		for _, refusal := range strategy.Validate(ctx, inner) {
			invalid = append(invalid, fmt.Sprintf("%s %s/%s: %s", kind.Kind, name.GetNamespace(), name.GetName(), refusal))
		}
		if stored[i], err = legacyscheme.Scheme.ConvertToVersion(inner, kind.GroupVersion()); err != nil {
			return nil, nil, err
		}
		stored[i].GetObjectKind().SetGroupVersionKind(kind)
	}
	return stored, invalid, nil
}

// create does what the API server does with a new pod, such as to merge matchLabelKeys into selectors, but leaves its status.
func create(ctx context.Context, pod *core.Pod) {
	status, generation := pod.Status, pod.Generation
	registrypod.Strategy.PrepareForCreate(ctx, pod)
	prepared := pod.Status
	pod.Status = status
	if generation != 0 {
		pod.Generation = generation
	}
	if reflect.DeepEqual(status, core.PodStatus{}) || status.Phase == "" {
		pod.Status.Phase = prepared.Phase
	}
	pod.Status.QOSClass = prepared.QOSClass
	if len(status.Conditions) == 0 {
		pod.Status.Conditions = prepared.Conditions
	}
}
