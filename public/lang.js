// Before the first paint: the language, so that the page does not turn in view, and how it is drawn.
;(function () {
  'use strict'
  var root = document.documentElement
  var kept = function (name) {
    try {
      return localStorage.getItem('sambar.' + name)
    } catch {
      return null
    }
  }
  if (kept('language') === 'mn-Mong') {
    root.lang = 'mn-Mong-CN'
    // The font at once: without it the page would stand full of empty boxes.
    var font = document.createElement('link')
    font.rel = 'preload'
    font.as = 'font'
    font.type = 'font/woff2'
    font.crossOrigin = 'anonymous'
    font.href = '/fonts/hudum.woff2'
    document.head.appendChild(font)
    // Under which name the app would stand on the home screen.
    document.querySelector('link[rel=manifest]').href = '/mn.webmanifest'
  }
  var text = kept('text')
  var colours = kept('colours')
  if (text) root.dataset.text = text
  if (colours !== 'light' && colours !== 'dark') {
    colours = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  root.dataset.colours = colours
  if (kept('contrast') === 'more') root.dataset.contrast = 'more'
})()
