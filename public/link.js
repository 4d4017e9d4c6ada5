// A board's link carries a key behind the #. Before anything else it leaves the address bar and the history;
// the app takes it from here, once.
;(function () {
  'use strict'
  if (location.pathname === '/b' && location.hash.length > 1) {
    window.sambarLink = location.hash
    history.replaceState(null, '', '/b')
  }
})()
