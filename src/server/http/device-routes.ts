import type { FastifyRequest } from 'fastify'
import { formatDeviceCode, formatDeviceLink } from '#protocol/device-code.ts'
import { LONGEST_HEARTBEAT } from '#protocol/device-heartbeat.ts'
import { rootOf, type OrderingOffice } from '../devices/device-office.ts'
import {
  addDevice,
  changeDevice,
  newCode,
  restartDevice,
  revokeDevice,
  type Told,
} from '../devices/devices.ts'
import { enrolDevice } from '../devices/enrol.ts'
import { takeHeartbeat } from '../devices/heartbeat.ts'
import { listDevices } from '../devices/list.ts'
import type { AppDeps } from './deps.ts'
import {
  deviceBody,
  deviceChange,
  deviceChanged,
  deviceList,
  deviceTold,
  enrolBody,
  enrolled,
  heard,
  heartbeatBody,
  heartbeatHeaders,
} from './device-schemas.ts'
import { accepted } from './errors.ts'
import { personBehind } from './guard.ts'
import type { Routes } from './routes.ts'
import { error, idParams } from './schemas.ts'

/** Tablets on boards: what they ask themselves, and what their office does with them. */
export function deviceRoutes(app: Routes, deps: AppDeps): void {
  const office: OrderingOffice = { ...deps, countySecret: deps.publishing.countySecret }
  byDevices(app, office)
  byOffices(app, office)
}

/** No account: a code or the device's own key vouches for who speaks. */
function byDevices(app: Routes, office: OrderingOffice): void {
  app.post(
    '/api/v1/devices',
    {
      config: { policy: 'public' },
      schema: {
        summary: 'Make this device a tablet, by a one-time code',
        body: enrolBody,
        response: { 200: enrolled, 400: error, 422: error, 429: error },
      },
    },
    async (request) => {
      const { code, key } = request.body
      return accepted(await enrolDevice(office, { code, key, address: request.ip }))
    },
  )

  app.post(
    '/api/v1/devices/:id/heartbeat',
    {
      config: { policy: 'public' },
      bodyLimit: LONGEST_HEARTBEAT,
      schema: {
        summary: 'How a tablet is and what it shows; answers new orders',
        params: idParams,
        headers: heartbeatHeaders,
        body: heartbeatBody,
        response: { 200: heard, 400: error, 404: error, 409: error, 413: error },
      },
    },
    async (request) => {
      const signature = request.headers['sambar-signature']
      return accepted(await takeHeartbeat(office, request.params.id, request.body, signature))
    },
  )
}

function byOffices(app: Routes, office: OrderingOffice): void {
  const told = async (request: FastifyRequest, { code, ...rest }: Told) => ({
    ...rest,
    code: await formatDeviceCode(code),
    link: await formatDeviceLink(
      `${request.protocol}://${request.host}`,
      code,
      await rootOf(office.storage.read),
    ),
  })

  app.get(
    '/api/v1/office/devices',
    {
      config: { policy: 'readDevices' },
      schema: {
        summary: 'Tablets of the person’s regions, the worst first',
        response: { 200: deviceList },
      },
    },
    async (request) => ({ devices: await listDevices(office, personBehind(request)) }),
  )

  app.post(
    '/api/v1/office/devices',
    {
      config: { policy: 'manageDevices' },
      schema: {
        summary: 'A new tablet, and the code that makes it',
        body: deviceBody,
        response: { 201: deviceTold, 404: error, 422: error },
      },
    },
    async (request, reply) => {
      const made = accepted(await addDevice(office, personBehind(request), request.body))
      return reply.code(201).send(await told(request, made))
    },
  )

  app.put(
    '/api/v1/office/devices/:id',
    {
      config: { policy: 'manageDevices' },
      schema: {
        summary: 'Change name, boards, settings or PIN of a tablet',
        params: idParams,
        body: deviceChange,
        response: { 200: deviceChanged, 404: error, 409: error, 422: error },
      },
    },
    async (request) =>
      accepted(await changeDevice(office, personBehind(request), request.params.id, request.body)),
  )

  app.post(
    '/api/v1/office/devices/:id/code',
    {
      config: { policy: 'manageDevices' },
      schema: {
        summary: 'Another code for a tablet that was not enrolled yet',
        params: idParams,
        response: { 201: deviceTold, 404: error, 409: error },
      },
    },
    async (request, reply) => {
      const made = accepted(await newCode(office, personBehind(request), request.params.id))
      return reply.code(201).send(await told(request, made))
    },
  )

  const acts = [
    ['restart', 'Have a tablet restart', restartDevice],
    ['revocation', 'Take a tablet back: it forgets its boards and itself', revokeDevice],
  ] as const
  for (const [path, summary, act] of acts)
    app.post(
      `/api/v1/office/devices/:id/${path}`,
      {
        config: { policy: 'manageDevices' },
        schema: {
          summary,
          params: idParams,
          response: { 200: deviceChanged, 404: error, 409: error },
        },
      },
      async (request) => accepted(await act(office, personBehind(request), request.params.id)),
    )
}
