//! The connections of a run: one for each worker, as many as the database gives. Fewer make it slower, no less.

use crate::store::{Database, Opening, StoreError, Target};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The connections of a run.
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    target: Target,
    opening: Opening,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    free: Vec<Database>,
    /// Connections that workers hold.
    taken: usize,
    /// Connections that are being opened.
    opening: usize,
    /// How many there may be.
    limit: usize,
    /// Why the last one could not be opened.
    refused: Option<StoreError>,
}

impl Pool {
    /// With one that is open, and room for `limit`.
    pub(super) fn new(first: Database, limit: usize) -> Self {
        let (target, opening) = (first.target().clone(), first.opening().clone());
        let state = State { free: vec![first], taken: 0, opening: 0, limit, refused: None };
        Self(Arc::new(Shared { target, opening, state: Mutex::new(state), changed: Condvar::new() }))
    }

    /// Gives a connection that stands. Another one is opened while none is free, and whichever comes first is given: that
    /// the database gives no more of them costs nothing while one is at work.
    ///
    /// # Errors
    /// When there is none, and none can be opened.
    pub(super) fn take(&self) -> Result<Database, StoreError> {
        let mut state = self.0.state();
        loop {
            if let Some(mut database) = state.free.pop() {
                state.taken += 1;
                drop(state);
                // One that has waited may have been ended by the server.
                if database.is_alive() {
                    return Ok(database);
                }
                self.put(None);
                state = self.0.state();
            } else if state.taken + state.opening < state.limit {
                state.opening += 1;
                let shared = Arc::clone(&self.0);
                let opener = std::thread::Builder::new().name("connect".to_owned()).spawn(move || shared.open());
                if let Err(error) = opener {
                    state.opening -= 1;
                    state.refused(StoreError::Stopped(error.to_string()));
                }
            } else if state.taken + state.opening > 0 {
                state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                // The next one tries again.
                state.limit = 1;
                return Err(state.refused.take().unwrap_or_else(|| StoreError::Stopped("none is left".to_owned())));
            }
        }
    }

    /// Takes a connection back, or hears that it is gone.
    pub(super) fn put(&self, database: Option<Database>) {
        let mut state = self.0.state();
        state.taken -= 1;
        state.free.extend(database);
        self.0.changed.notify_all();
    }

    /// Opens one in the place of one that was taken and is gone.
    pub(super) fn again(&self) -> Result<Database, StoreError> {
        Database::open_with(&self.0.target, &self.0.opening)
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) {
        let opened = Database::open_with(&self.target, &self.opening);
        let mut state = self.state();
        state.opening -= 1;
        match opened {
            Ok(database) => state.free.push(database),
            Err(error) => state.refused(error),
        }
        self.changed.notify_all();
    }
}

impl State {
    /// As many as there are have to do.
    fn refused(&mut self, error: StoreError) {
        self.limit = self.taken + self.opening + self.free.len();
        self.refused = Some(error);
    }
}
