// What libraries use and Chrome 86 to 92 lack. A classic script, because a module's imports run before its body.
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
