package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"time"
)

// keep runs a program for as long as standard input is open. Whoever holds the other end of that pipe need not tidy up:
// however it ends, also by a kill, the pipe closes and the program is gone.
//
// One line on standard output says how the start went: "ready" as soon as the address answers 200 (at once if none is
// given), or why it never will be.
func keep(arguments []string) (int, error) {
	flags := flag.NewFlagSet("keep", flag.ExitOnError)
	log := flags.String("log", os.DevNull, "the file that takes what the program writes")
	ready := flags.String("ready", "", "the address that answers 200 once the program is ready")
	ca := flags.String("ca", "", "the certificate authority of that address; without it any certificate will do")
	within := flags.Duration("within", 3*time.Minute, "how long it may take until it is ready")
	remove := flags.String("remove", "", "a folder that goes when standard input closes; if the program ends by itself, its log is worth reading")
	_ = flags.Parse(arguments)

	// A ^C at the terminal is for whoever holds the pipe, whose end this one waits for.
	signal.Ignore(os.Interrupt)
	ended, closed, answered := make(chan error, 1), make(chan struct{}), make(chan error, 1)
	process, err := start(flags.Args(), *log, ended)
	if err != nil {
		return 2, err
	}
	go func() {
		// What comes is not for us; only the end counts.
		_, _ = io.Copy(io.Discard, bufio.NewReader(os.Stdin))
		close(closed)
	}()
	go func() { answered <- await(*ready, *ca, *within) }()
	for {
		select {
		case err := <-answered:
			if err != nil {
				return kill(process, ended), err
			}
			fmt.Println("ready")
		case err := <-ended:
			return 1, fmt.Errorf("it ended: %w", failure(err))
		case <-closed:
			code := kill(process, ended)
			if *remove != "" {
				removeAll(*remove)
			}
			return code, nil
		}
	}
}

// start starts a program in a thread of its own that lives as long as the program: on Linux a child can ask to be killed
// when the thread ends that started it.
func start(arguments []string, log string, ended chan<- error) (*os.Process, error) {
	if len(arguments) == 0 {
		return nil, errors.New("no program was named")
	}
	file, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	command := exec.Command(arguments[0], arguments[1:]...)
	command.Stdout, command.Stderr, command.SysProcAttr = file, file, apart()
	started := make(chan error)
	go func() {
		lockThread()
		err := command.Start()
		started <- err
		if err == nil {
			ended <- command.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return command.Process, nil
}

// kill ends a program and waits until it is gone. Nothing it has is worth a farewell.
func kill(process *os.Process, ended <-chan error) int {
	_ = process.Kill()
	<-ended
	return 0
}

// failure says how a program ended; also success is a failure for one that was to go on.
func failure(err error) error {
	if err == nil {
		return errors.New("exit status 0")
	}
	return err
}

// removeAll removes a folder into which others may still write for a moment: they end when this program does.
func removeAll(folder string) {
	for range 50 {
		if os.RemoveAll(folder) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}
