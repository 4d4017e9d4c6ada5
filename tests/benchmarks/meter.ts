import { connect, createServer, type Socket } from 'node:net'

/** What has gone through since the last reading. */
export interface Reading {
  requests: number
  /** Towards the phone, headers included. */
  bytesDown: number
}

export interface Meter {
  url: string
  /** Reads and begins anew. */
  read(): Reading
  close(): Promise<void>
}

/** A plain pipe before a server that counts: what a phone's tariff would count, whatever the browser says. */
export function startMeter(port: number): Promise<Meter> {
  let reading: Reading = { requests: 0, bytesDown: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((down) => {
    const up = connect(port, '127.0.0.1')
    for (const socket of [down, up]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        down.destroy()
        up.destroy()
      })
    }
    down.on('data', (bytes) => {
      // Every request here is a GET without a body, so each ends its first line so.
      reading.requests += bytes.toString('latin1').split(' HTTP/1.1\r\n').length - 1
      up.write(bytes)
    })
    up.on('data', (bytes) => {
      reading.bytesDown += bytes.length
      down.write(bytes)
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (!address || typeof address !== 'object') return reject(new Error('no port'))
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        read() {
          const last = reading
          reading = { requests: 0, bytesDown: 0 }
          return last
        },
        close() {
          for (const socket of sockets) socket.destroy()
          return new Promise((done) => server.close(() => done()))
        },
      })
    })
  })
}
