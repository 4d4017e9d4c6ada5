// Before the app: can this browser run it? And where the app did not come whole, a plain sentence, never a blank page.
// Written for the oldest browsers that run scripts at all.
;(function () {
  'use strict'
  // Chrome 85, Safari 14 and what came after them. Without https there is no crypto.subtle in any browser.
  var able =
    'noModule' in document.createElement('script') &&
    !!window.indexedDB &&
    !!window.Worker &&
    !!window.TextDecoder &&
    !!window.BigInt &&
    typeof Promise !== 'undefined' &&
    !!Promise.any &&
    !!String.prototype.replaceAll &&
    !!(window.isSecureContext === false || (window.crypto && crypto.subtle))
  if (!able) {
    // The board that was meant; its key stays behind.
    var meant = /(?:^|\D)([1-9]\d{11})(?:\D|$)/.exec(
      location.pathname + (window.sambarLink || location.hash),
    )
    location.replace('/unsupported.html' + (meant ? '?' + meant[1] : ''))
    return
  }

  var told = false
  function tell() {
    if (told) return
    told = true
    var look = function () {
      var app = document.getElementById('app')
      var trouble = document.getElementById('trouble')
      if (!app || !trouble) return
      // The app may come after all.
      trouble.hidden = !!app.firstChild
    }
    setTimeout(function () {
      look()
      setInterval(look, 1000)
    }, 1500)
  }
  addEventListener(
    'error',
    function (event) {
      var from = event.target
      if (from && (from.tagName === 'SCRIPT' || from.tagName === 'LINK')) tell()
    },
    true,
  )
  // A part that a script asked for and did not get, before anything was shown.
  addEventListener('unhandledrejection', tell)
})()
