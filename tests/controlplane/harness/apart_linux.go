package main

import (
	"runtime"
	"syscall"
)

// apart makes the kernel kill the program if this one is killed, and keeps a ^C at the terminal from it.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

func lockThread() { runtime.LockOSThread() }
