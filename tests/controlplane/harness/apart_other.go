//go:build !linux

package main

import "syscall"

// apart keeps a ^C at the terminal from the program. That it dies with a killed parent is a matter of Linux; elsewhere it
// outlives a kill of this one, but not its orderly end.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

func lockThread() {}
