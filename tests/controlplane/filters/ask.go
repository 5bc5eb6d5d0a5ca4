package filters

import (
	"context"
	"slices"
	"sort"
	"strings"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/component-helpers/scheduling/corev1"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// verdict is what a plugin says.
type verdict struct {
	Plugin  string   `json:"plugin"`
	Code    string   `json:"code"`
	Reasons []string `json:"reasons,omitempty"`
	// NodeNames are the only nodes that a PreFilter leaves, if it leaves not all.
	NodeNames *[]string `json:"nodeNames,omitempty"`
	// Only says when a filter refuses, if not always: with "nominated" pods added, or "alone" without them.
	Only string `json:"only,omitempty"`
}

// node is what filters say of a node.
type node struct {
	Node    string    `json:"node"`
	Filters []verdict `json:"filters"`
}

// asked is what plugins say of a pod when each is asked, whatever the others said.
type asked struct {
	PreFilter []verdict `json:"preFilter"`
	Nodes     []node    `json:"nodes"`
}

// ask asks all plugins about a pod.
func (w *world) ask(pod *v1.Pod) (asked, error) {
	state := framework.NewCycleState()
	all, err := w.snapshot.NodeInfos().List()
	if err != nil {
		return asked{}, err
	}
	var answer asked
	silent := sets.New[string]()
	refused := map[string]verdict{}
	for _, plugin := range w.preFilters {
		result, status := plugin.PreFilter(w.context, state, pod, all)
		said := newVerdict(plugin.Name(), status)
		if !result.AllNodes() {
			names := sets.List(result.NodeNames)
			said.NodeNames = &names
		}
		answer.PreFilter = append(answer.PreFilter, said)
		if !status.IsSuccess() {
			silent.Insert(plugin.Name())
			if !status.IsSkip() {
				refused[plugin.Name()] = said
			}
		}
	}
	state.SetSkipFilterPlugins(silent)
	for _, info := range all {
		filters, err := w.filter(state, pod, info, refused)
		if err != nil {
			return asked{}, err
		}
		answer.Nodes = append(answer.Nodes, node{Node: info.Node().Name, Filters: filters})
	}
	slices.SortFunc(answer.Nodes, func(a, b node) int { return strings.Compare(a.Node, b.Node) })
	return answer, nil
}

// filter asks all filters about a node and returns those that refuse, in the order of the framework. A plugin whose PreFilter refuses
// refuses every node. As in the framework, which asks twice where there are nominated pods, a refusal beside them comes before one
// without; here either is told.
func (w *world) filter(
	state fwk.CycleState, pod *v1.Pod, info fwk.NodeInfo, refused map[string]verdict,
) ([]verdict, error) {
	added, withState, with, err := w.addNominated(w.context, state, pod, info)
	if err != nil {
		return nil, err
	}
	verdicts := []verdict{}
	for _, plugin := range w.filters {
		if said, is := refused[plugin.Name()]; is {
			verdicts = append(verdicts, verdict{Plugin: said.Plugin, Code: said.Code, Reasons: said.Reasons})
			continue
		}
		if state.GetSkipFilterPlugins().Has(plugin.Name()) {
			continue
		}
		status, only := plugin.Filter(w.context, withState, pod, with), ""
		if added {
			alone := plugin.Filter(w.context, state, pod, info)
			switch {
			case status.IsSuccess() && !alone.IsSuccess():
				status, only = alone, "alone"
			case !status.IsSuccess() && alone.IsSuccess():
				only = "nominated"
			}
		}
		if !status.IsSuccess() {
			said := newVerdict(plugin.Name(), status)
			said.Only = only
			verdicts = append(verdicts, said)
		}
	}
	return verdicts, nil
}

// addNominated is addGENominatedPods of framework/runtime/framework.go, which is not exported.
func (w *world) addNominated(
	ctx context.Context, state fwk.CycleState, pod *v1.Pod, info fwk.NodeInfo,
) (bool, fwk.CycleState, fwk.NodeInfo, error) {
	nominated := w.profile.NominatedPodsForNode(info.Node().Name)
	if len(nominated) == 0 {
		return false, state, info, nil
	}
	info, state = info.Snapshot(), state.Clone()
	added := false
	for _, other := range nominated {
		if corev1.PodPriority(other.GetPod()) < corev1.PodPriority(pod) || other.GetPod().UID == pod.UID {
			continue
		}
		info.AddPodInfo(other)
		if status := w.profile.RunPreFilterExtensionAddPod(ctx, state, pod, other, info); !status.IsSuccess() {
			return false, nil, nil, status.AsError()
		}
		added = true
	}
	return added, state, info, nil
}

func newVerdict(plugin string, status *fwk.Status) verdict {
	said := verdict{Plugin: plugin, Code: status.Code().String()}
	// No status at all is success.
	if status != nil {
		said.Reasons = inOrder(status.Reasons())
	}
	return said
}

// inOrder sorts what comes from a map: NodeResourcesFit goes through extended resources in no order, after all others.
func inOrder(reasons []string) []string {
	reasons = slices.Clone(reasons)
	isFixed := func(reason string) bool {
		name, is := strings.CutPrefix(reason, "Insufficient ")
		return !is || slices.Contains([]string{"cpu", "memory", "ephemeral-storage"}, name)
	}
	sort.SliceStable(reasons, func(i, j int) bool {
		if isFixed(reasons[i]) || isFixed(reasons[j]) {
			return isFixed(reasons[i]) && !isFixed(reasons[j])
		}
		return reasons[i] < reasons[j]
	})
	return reasons
}
