package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	hash "crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

// install unpacks an archive whose sum is right into the store, and links the program under kubectl's name for it.
func install(root string, plugin *Plugin, archive string) error {
	platform, err := plugin.platform()
	if err != nil {
		return err
	}
	packed, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	if got := fmt.Sprintf("%x", hash.Sum256(packed)); got != platform.Sha256 {
		return fmt.Errorf("checksum does not match, want: %s, got %s", platform.Sha256, got)
	}
	store := filepath.Join(root, "store", plugin.Metadata.Name, plugin.Spec.Version)
	if err := extract(store, packed); err != nil {
		return err
	}
	program := filepath.Join(store, filepath.FromSlash(platform.Bin))
	if _, err := os.Stat(program); err != nil {
		return fmt.Errorf("source binary cannot be found in extracted archive: %w", err)
	}
	return link(filepath.Join(root, "bin"), program, plugin.Metadata.Name)
}

// extract takes only files and folders, and no name that could lead out of the store.
func extract(folder string, packed []byte) error {
	if kind := http.DetectContentType(packed); kind != "application/x-gzip" {
		return fmt.Errorf("mime type %q for archive file is not a supported archive format", kind)
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	for reader := tar.NewReader(plain); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if strings.Contains(header.Name, "..") || strings.HasPrefix(header.Name, "/") {
			return fmt.Errorf("refusing to unpack archive with suspicious entry %q", header.Name)
		}
		if header.Typeflag != tar.TypeReg {
			return fmt.Errorf("unable to handle file type %d for %q in tar", header.Typeflag, header.Name)
		}
		path := filepath.Join(folder, filepath.FromSlash(header.Name))
		if err := write(path, os.FileMode(header.Mode), reader); err != nil {
			return err
		}
	}
}

func write(path string, mode os.FileMode, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close())
}

// link makes the one link that krew makes: kubectl-NAME, with underscores for dashes in the name.
func link(bin, program, name string) error {
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return err
	}
	path := filepath.Join(bin, "kubectl-"+strings.ReplaceAll(name, "-", "_"))
	if system, _ := here(); system == "windows" {
		path += ".exe"
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	target, err := filepath.Rel(bin, program)
	if err != nil {
		return err
	}
	return os.Symlink(target, path)
}
