// Krew stands in for krew, the plugin manager of kubectl, where the real one is not at hand.
//
// It follows krew's rules for the commands that our tests use, with krew's own libraries for YAML, versions and
// selectors: what it accepts, krew accepts. The environment variable KREW names a real one to run the same tests with.
// The rules are facts about krew 0.4 and 0.5 (kubernetes-sigs/krew): internal/index/validation, internal/installation,
// internal/download, internal/index/indexscanner.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "krew stand-in:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	root, err := root()
	if err != nil {
		return err
	}
	switch {
	case len(args) > 0 && args[0] == "install":
		return installFromFlags(root, args[1:])
	case len(args) == 4 && args[0] == "index" && args[1] == "add":
		clone := exec.Command("git", "clone", "--quiet", args[3], filepath.Join(root, "index", args[2]))
		clone.Stderr = os.Stderr
		return clone.Run()
	case len(args) == 2 && args[0] == "info":
		return info(root, args[1])
	}
	return errors.New("only install --manifest=FILE --archive=FILE, index add NAME URL and info INDEX/NAME are known")
}

// root returns the folder that krew works in.
func root() (string, error) {
	if root := os.Getenv("KREW_ROOT"); root != "" {
		return root, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".krew"), err
}

func installFromFlags(root string, args []string) error {
	flags := flag.NewFlagSet("install", flag.ContinueOnError)
	manifest := flags.String("manifest", "", "the manifest of the plugin")
	archive := flags.String("archive", "", "the archive to use instead of the one that the manifest names")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *manifest == "" || *archive == "" {
		return errors.New("this stand-in downloads nothing: give --manifest and --archive")
	}
	plugin, err := readPlugin(*manifest)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Installing plugin:", plugin.Metadata.Name)
	if err := install(root, plugin, *archive); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Installed plugin:", plugin.Metadata.Name)
	return nil
}

// info shows a plugin of an index; the file must be called after the plugin.
func info(root, name string) error {
	index, short, found := strings.Cut(name, "/")
	if !found {
		return errors.New("name the index too: INDEX/NAME")
	}
	plugin, err := readPlugin(filepath.Join(root, "index", index, "plugins", short+".yaml"))
	if err != nil {
		return err
	}
	if plugin.Metadata.Name != short {
		return fmt.Errorf("plugin should be named %q, not %q", short, plugin.Metadata.Name)
	}
	platform, err := plugin.platform()
	if err != nil {
		return err
	}
	fmt.Printf("NAME: %s\nINDEX: %s\nURI: %s\nSHA256: %s\nVERSION: %s\n",
		short, index, platform.URI, platform.Sha256, plugin.Spec.Version)
	return nil
}
