//! What works while the command waits.

use tokio::runtime::{EnterGuard, Handle, Runtime};

use super::fault::{Fault, FaultKind};

/// Does what is asked in the background, and is left behind when nobody wants it any longer: a name that no server resolves must
/// not keep the command from its end.
#[derive(Debug)]
pub(crate) struct Background {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Background {
    /// Begins to work.
    pub(crate) fn start() -> Result<Background, Fault> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().map_err(|error| {
            Fault::new(FaultKind::Configuration, format!("cannot start to work in the background: {error}"))
        })?;
        Ok(Background { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Waits for something.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.handle.block_on(future)
    }

    /// Lets something be done; whoever wants to know of it has a channel to it.
    pub(crate) fn begin<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) {
        drop(self.handle.spawn(future));
    }

    /// Lets what is made here work in the background.
    pub(crate) fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
