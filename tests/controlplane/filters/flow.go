package filters

import (
	"fmt"
	"slices"
	"strings"

	v1 "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	extender "k8s.io/kube-scheduler/extender/v1"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/preemption"
)

// outcome is what the scheduler would do with a pod if it took it now.
type outcome struct {
	// Gated is the first plugin that keeps the pod out of the queue.
	Gated *verdict `json:"gated,omitempty"`
	// Fits are the nodes that pass all filters, after all PreFilters.
	Fits []string `json:"fits"`
	// Reason and Message are those of the condition PodScheduled. Both are empty where none is written.
	Reason     string    `json:"reason"`
	Message    string    `json:"message"`
	Preemption *preempts `json:"preemption,omitempty"`
}

// preempts is what preemption would do.
type preempts struct {
	// Nominated is the node that was chosen, if any.
	Nominated string `json:"nominated"`
	// Equals are all nodes that are as good as that one: which of them is chosen is left to chance.
	Equals []string `json:"equals"`
	// Nodes are those on which evicting would help.
	Nodes []evicted `json:"nodes"`
}

type evicted struct {
	Node       string   `json:"node"`
	Victims    []string `json:"victims"`
	Violations int      `json:"violations"`
}

// take does with a pod what the scheduler does: queue, filters, preemption. Nothing is bound, evicted or written.
func (w *world) take(pod *v1.Pod) (outcome, error) {
	answer := outcome{Fits: []string{}}
	for _, plugin := range w.profile.PreEnqueuePlugins() {
		if status := plugin.PreEnqueue(w.context, pod); !status.IsSuccess() {
			said := newVerdict(plugin.Name(), status)
			answer.Gated = &said
			break
		}
	}
	fits, err := w.fits(pod)
	if err != nil {
		return answer, err
	}
	answer.Fits = fits
	if err := w.schedule(pod, &answer); err != nil || answer.Gated == nil {
		return answer, err
	}
	// That is what comes when the gates are gone. Until then the scheduler writes nothing; of a gate the API server says so.
	answer.Reason, answer.Message = "", ""
	if len(pod.Spec.SchedulingGates) > 0 {
		answer.Reason = v1.PodReasonSchedulingGated
		answer.Message = "Scheduling is blocked due to non-empty scheduling gates"
	}
	return answer, nil
}

// fits returns the nodes that the chain of all plugins passes. A plugin that fails passes none.
func (w *world) fits(pod *v1.Pod) ([]string, error) {
	state := framework.NewCycleState()
	names := []string{}
	result, status, _ := w.profile.RunPreFilterPlugins(w.context, state, pod)
	if !status.IsSuccess() {
		return names, nil
	}
	all, err := w.snapshot.NodeInfos().List()
	if err != nil {
		return nil, err
	}
	for _, info := range all {
		if !result.AllNodes() && !result.NodeNames.Has(info.Node().Name) {
			continue
		}
		if w.profile.RunFilterPluginsWithNominatedPods(w.context, state, pod, info).IsSuccess() {
			names = append(names, info.Node().Name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// schedule does the steps of schedulingAlgorithm and handleSchedulingFailure (schedule_one.go), which are not exported.
func (w *world) schedule(pod *v1.Pod, answer *outcome) error {
	state := framework.NewCycleState()
	state.Write(framework.PodsToActivateKey, framework.NewPodsToActivate())
	// The queue goes on with what cannot be parsed, too.
	info, _ := framework.NewPodInfo(pod)
	_, err := w.scheduler.SchedulePod(w.context, w.profile, state, &framework.QueuedPodInfo{PodInfo: info})
	if err == nil {
		return nil
	}
	status := fwk.AsStatus(err)
	if err == scheduler.ErrNoNodesAvailable {
		status = fwk.NewStatus(fwk.UnschedulableAndUnresolvable).WithError(err)
	} else if unfit, is := err.(*framework.FitError); is {
		result, after := w.profile.RunPostFilterPlugins(w.context, state, pod, unfit.Diagnosis.NodeToStatus)
		unfit.Diagnosis.PostFilterMsg = after.Message()
		status = fwk.NewStatus(fwk.Unschedulable).WithError(err)
		if answer.Preemption, err = w.dryRun(pod, state, unfit.Diagnosis.NodeToStatus, result); err != nil {
			return err
		}
	}
	answer.Reason, answer.Message = v1.PodReasonSchedulerError, status.Message()
	if status.IsRejected() {
		answer.Reason = v1.PodReasonUnschedulable
	}
	return nil
}

// dryRun asks the plugin of preemption about every node on which it could help.
func (w *world) dryRun(
	pod *v1.Pod, state fwk.CycleState, statuses *framework.NodeToStatus, result *fwk.PostFilterResult,
) (*preempts, error) {
	answer := &preempts{Equals: []string{}, Nodes: []evicted{}}
	if result != nil && result.NominatingInfo != nil {
		answer.Nominated = result.NominatedNodeName
	}
	plugin := w.preemption
	if can, _ := plugin.PodEligibleToPreemptOthers(w.context, pod, statuses.Get(pod.Status.NominatedNodeName)); !can {
		return answer, nil
	}
	nodes, err := statuses.NodesForStatusCode(w.snapshot.NodeInfos(), fwk.Unschedulable)
	if err != nil {
		return nil, err
	}
	var budgets []*policy.PodDisruptionBudget
	if budgets, err = plugin.Evaluator.PdbLister.List(labels.Everything()); err != nil {
		return nil, err
	}
	candidates := map[string]preemption.Candidate{}
	for _, info := range nodes {
		victims, violations, status := plugin.SelectVictimsOnNode(w.context, state.Clone(), pod, info.Snapshot(), budgets)
		if !status.IsSuccess() || len(victims) == 0 {
			continue
		}
		name := info.Node().Name
		candidates[name] = candidate{name, &extender.Victims{Pods: victims, NumPDBViolations: int64(violations)}}
		names := make([]string, len(victims))
		for i, victim := range victims {
			names[i] = victim.Namespace + "/" + victim.Name
		}
		answer.Nodes = append(answer.Nodes, evicted{Node: name, Victims: names, Violations: violations})
	}
	slices.SortFunc(answer.Nodes, func(a, b evicted) int { return strings.Compare(a.Node, b.Node) })
	answer.Equals, err = w.equals(answer.Nominated, candidates)
	return answer, err
}

// equals returns the candidates that are as good as the chosen one. The plugin leaves it to the order of a map which of two equals it
// takes, so it is asked until chance must have chosen the other: one of eight first steps through a map of two is enough for that.
func (w *world) equals(chosen string, candidates map[string]preemption.Candidate) ([]string, error) {
	names := []string{}
	if chosen == "" {
		return names, nil
	}
	best := candidates[chosen]
	if best == nil {
		return nil, fmt.Errorf("preemption chose %s, where there are no victims", chosen)
	}
	for name, other := range candidates {
		for range 200 {
			if w.preemption.Evaluator.SelectCandidate(w.context, []preemption.Candidate{other, best}).Name() == name {
				names = append(names, name)
				break
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

type candidate struct {
	name    string
	victims *extender.Victims
}

func (c candidate) Name() string               { return c.name }
func (c candidate) Victims() *extender.Victims { return c.victims }
