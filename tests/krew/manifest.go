package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/version"
	"sigs.k8s.io/yaml"
)

// Plugin is what a manifest says, as far as krew reads it.
type Plugin struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        metav1.ObjectMeta `json:"metadata"`
	Spec            struct {
		Version          string     `json:"version"`
		Homepage         string     `json:"homepage"`
		ShortDescription string     `json:"shortDescription"`
		Description      string     `json:"description"`
		Caveats          string     `json:"caveats"`
		Platforms        []Platform `json:"platforms"`
	} `json:"spec"`
}

// Platform is one archive, and the platforms that it is for.
type Platform struct {
	URI      string                `json:"uri"`
	Sha256   string                `json:"sha256"`
	Selector *metav1.LabelSelector `json:"selector"`
	Bin      string                `json:"bin"`
}

var (
	safeName = regexp.MustCompile(`^[\w-]+$`)
	sha256   = regexp.MustCompile(`^[a-f0-9]{64}$`)
)

// readPlugin reads the first document of a file, as krew does, and refuses what krew refuses. Unknown fields are an
// error here, so that a field that krew would pass over in silence is found.
func readPlugin(path string) (*Plugin, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	plugin := &Plugin{}
	if err := yaml.UnmarshalStrict(text, plugin); err != nil {
		return nil, fmt.Errorf("failed to decode plugin manifest: %w", err)
	}
	return plugin, plugin.validate()
}

func (p *Plugin) validate() error {
	switch spec := &p.Spec; {
	case p.APIVersion != "krew.googlecontainertools.github.com/v1alpha2":
		return fmt.Errorf("apiVersion %q not supported", p.APIVersion)
	case p.Kind != "Plugin":
		return fmt.Errorf("kind %q not supported", p.Kind)
	case !safeName.MatchString(p.Metadata.Name):
		return fmt.Errorf("the plugin name %q is not allowed", p.Metadata.Name)
	case spec.ShortDescription == "" || strings.ContainsAny(spec.ShortDescription, "\r\n"):
		return errors.New("should have a short description on one line")
	case !strings.HasPrefix(spec.Version, "v"):
		return fmt.Errorf("version %q does not start with v", spec.Version)
	case len(spec.Platforms) == 0:
		return errors.New("should have a platform specified")
	}
	if _, err := version.ParseSemantic(p.Spec.Version); err != nil {
		return err
	}
	for i := range p.Spec.Platforms {
		if err := p.Spec.Platforms[i].validate(); err != nil {
			return fmt.Errorf("platform %d: %w", i, err)
		}
	}
	return p.overlaps()
}

func (p *Platform) validate() error {
	switch {
	case p.URI == "" || p.Bin == "":
		return errors.New("uri and bin have to be set")
	case !sha256.MatchString(p.Sha256):
		return fmt.Errorf("sha256 value %q is not valid", p.Sha256)
	case p.Selector == nil || len(p.Selector.MatchLabels)+len(p.Selector.MatchExpressions) == 0:
		return errors.New("empty selector is not supported")
	}
	for key := range p.Selector.MatchLabels {
		if key != "os" && key != "arch" {
			return fmt.Errorf("key %q not supported", key)
		}
	}
	return nil
}

// overlaps refuses two archives for one platform, and an archive for none, as krew's validator of manifests does.
func (p *Plugin) overlaps() error {
	used := make([]bool, len(p.Spec.Platforms))
	for _, os := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64", "386", "arm", "ppc64le", "s390x"} {
			matching, err := p.matching(os, arch)
			if err != nil {
				return err
			}
			if len(matching) > 1 {
				return fmt.Errorf("platforms %v overlap at %s/%s", matching, os, arch)
			}
			for _, i := range matching {
				used[i] = true
			}
		}
	}
	for i, used := range used {
		if !used {
			return fmt.Errorf("platform %d fits no platform", i)
		}
	}
	return nil
}

func (p *Plugin) matching(os, arch string) ([]int, error) {
	var matching []int
	for i := range p.Spec.Platforms {
		selector, err := metav1.LabelSelectorAsSelector(p.Spec.Platforms[i].Selector)
		if err != nil {
			return nil, err
		}
		if selector.Matches(labels.Set{"os": os, "arch": arch}) {
			matching = append(matching, i)
		}
	}
	return matching, nil
}

// platform returns the archive for this machine, or for the one that KREW_OS and KREW_ARCH name.
func (p *Plugin) platform() (*Platform, error) {
	matching, err := p.matching(here())
	if err != nil {
		return nil, err
	}
	if len(matching) == 0 {
		return nil, fmt.Errorf("plugin %q does not offer installation for this platform", p.Metadata.Name)
	}
	return &p.Spec.Platforms[matching[0]], nil
}

func here() (string, string) {
	system, arch := runtime.GOOS, runtime.GOARCH
	if named := os.Getenv("KREW_OS"); named != "" {
		system = named
	}
	if named := os.Getenv("KREW_ARCH"); named != "" {
		arch = named
	}
	return system, arch
}
