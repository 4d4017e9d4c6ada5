// What must happen before the app. Written for the oldest browsers that run scripts at all: what they cannot parse, they
// cannot be told of either.

// A board's link carries a key behind the #, a tablet's a one-time code. Before anything else it leaves the address bar
// and the history; the app takes it from here, once.
;(function () {
  'use strict'
  var path = location.pathname
  if ((path === '/b' || path === '/kiosk') && location.hash.length > 1) {
    window.sambarLink = location.hash
    history.replaceState(null, '', path)
  }
})()

// Can this browser run the app? Chrome 85, Safari 14 and what came after them. Without https there is no crypto.subtle
// in any browser.
window.sambarRuns =
  'noModule' in document.createElement('script') &&
  !!window.indexedDB &&
  !!window.Worker &&
  !!window.TextDecoder &&
  !!window.BigInt &&
  typeof Promise !== 'undefined' &&
  !!Promise.any &&
  !!String.prototype.replaceAll &&
  !!(window.isSecureContext === false || (window.crypto && crypto.subtle))

if (!window.sambarRuns) {
  // The board that was meant; its key stays behind.
  ;(function (meant) {
    'use strict'
    location.replace('/unsupported.html' + (meant ? '?' + meant[1] : ''))
  })(/(?:^|\D)([1-9]\d{11})(?:\D|$)/.exec(location.pathname + (window.sambarLink || location.hash)))
}

// Before the first paint: the language, so that the page does not turn in view, and how it is drawn.
;(function () {
  'use strict'
  var root = document.documentElement
  var kept = function (name) {
    try {
      return localStorage.getItem('sambar.' + name)
    } catch (forbidden) {
      return null
    }
  }
  // A tablet's own files beside the app's; the build names them (`.ci/tablet-files.ts`).
  window.sambarTablet = location.pathname === '/kiosk' || kept('kiosk') === '1'
  var early = window.sambarTablet ? [/* a tablet's files */] : []
  var mongolian = kept('language') === 'mn-Mong'
  // The font at once: without it the page would stand full of empty boxes.
  if (mongolian || window.sambarTablet) early.push('/fonts/hudum.woff2')
  early.forEach(function (file) {
    var link = document.createElement('link')
    link.rel = /js$/.test(file) ? 'modulepreload' : 'preload'
    link.as = /js$/.test(file) ? 'script' : /css$/.test(file) ? 'style' : 'font'
    link.crossOrigin = ''
    link.href = file
    document.head.appendChild(link)
  })
  if (mongolian) {
    root.lang = 'mn-Mong-CN'
    // Under which name the app would stand on the home screen.
    document.querySelector('link[rel=manifest]').href = '/mn.webmanifest'
  }
  var text = kept('text')
  var colours = kept('colours')
  if (text) root.setAttribute('data-text', text)
  if (colours !== 'light' && colours !== 'dark') {
    colours = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  root.setAttribute('data-colours', colours)
  if (kept('contrast') === 'more') root.setAttribute('data-contrast', 'more')
})()

// What libraries use and Chrome 86 to 92 lack.
;(function () {
  'use strict'
  if (!Object.hasOwn) {
    Object.defineProperty(Object, 'hasOwn', {
      configurable: true,
      writable: true,
      value: function (object, key) {
        return Object.prototype.hasOwnProperty.call(Object(object), key)
      },
    })
  }
  function at(index) {
    var n = Math.trunc(index) || 0
    return this[n < 0 ? this.length + n : n]
  }
  ;[Array, String, Uint8Array].forEach(function (kind) {
    if (!kind.prototype.at) {
      Object.defineProperty(kind.prototype, 'at', { configurable: true, writable: true, value: at })
    }
  })
})()

// Where the app did not come whole: a plain sentence, never a blank page.
;(function () {
  'use strict'
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
