//! Connections that are led on, and can be held up.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// A connection of whatever kind.
pub(crate) trait Connection: Read + Write + Send + Sized + 'static {
    /// Returns a second handle.
    fn twin(&self) -> std::io::Result<Self>;
    /// Says that nothing more comes.
    fn finish(&self);
}

impl Connection for TcpStream {
    fn twin(&self) -> std::io::Result<Self> {
        self.try_clone()
    }

    fn finish(&self) {
        // The other side may have gone already.
        let _ = self.shutdown(Shutdown::Write);
    }
}

impl Connection for UnixStream {
    fn twin(&self) -> std::io::Result<Self> {
        self.try_clone()
    }

    fn finish(&self) {
        let _ = self.shutdown(Shutdown::Write);
    }
}

/// Whether connections are held up.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Holds everything up, or lets it go on.
    pub(crate) fn set(&self, closed: bool) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = closed;
        self.0.1.notify_all();
    }

    /// Waits while everything is held up.
    fn pass(&self) {
        let closed = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _open = self.0.1.wait_while(closed, |closed| *closed).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Joins two connections until both sides are done.
pub(crate) fn join<A: Connection, B: Connection>(one: A, other: B, gate: &Gate) {
    let (Ok(one_twin), Ok(other_twin)) = (one.twin(), other.twin()) else { return };
    let there = gate.clone();
    thread::spawn(move || copy(one, other, &there));
    let back = gate.clone();
    thread::spawn(move || copy(other_twin, one_twin, &back));
}

fn copy<A: Connection, B: Connection>(mut from: A, mut to: B, gate: &Gate) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        gate.pass();
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    to.finish();
}

/// Leads all connections to a new port of loopback on to an address; returns the port. The thread ends with the process.
pub(crate) fn lead(to: String, gate: Gate) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    let port = listener.local_addr().expect("a listener has an address").port();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // Who is refused here is refused there.
            if let Ok(there) = TcpStream::connect(&to) {
                join(connection, there, &gate);
            }
        }
    });
    port
}
