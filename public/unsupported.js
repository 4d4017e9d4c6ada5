// The board that somebody wanted, where its address said so.
;(function () {
  'use strict'
  var region = /^\?([1-9]\d{11})$/.exec(location.search)
  var links = document.getElementsByTagName('a')
  for (var i = 0; region && i < links.length; i++) {
    links[i].href = '/plain/' + region[1] + links[i].getAttribute('href').replace('/plain', '')
  }
})()
