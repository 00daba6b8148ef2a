import { createHash } from 'node:crypto';
import { listOf, textOf, toFields } from '../src/json.ts';
import type { Fields } from '../src/json.ts';

/** What the platform reads from the body. */
export interface ServicePlan {
  readonly serviceName: string;
  /** What was set last. */
  readonly template: Template;
  readonly regions: readonly Region[];
  readonly diskGb: number;
  readonly tags: readonly Tag[];
  readonly needPublicIp: boolean;
  readonly needIpv6PublicIp: boolean;
  readonly bandwidth: number;
}

export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

/** What pods are made from. */
export interface Template {
  readonly containers: readonly ContainerPlan[];
  readonly registrySecrets: readonly string[];
  /** Differs between any two templates that differ. */
  readonly revision: string;
}

export interface ContainerPlan {
  readonly name: string;
  readonly imageAddress: string;
  readonly imageVersion: string;
  readonly cpu: number;
  readonly memory: number;
  readonly gpu: number;
  /** As it was requested. */
  readonly fields: Fields;
}

export interface DeployInstance {
  readonly regionId: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly serviceProvider: string | null;
  readonly replicas: number;
}

/** Each region has a StatefulSet of its own, which may be set to something else than the others'. */
export interface Region extends DeployInstance {
  readonly deploymentId: string;
  readonly template: Template;
}

export function toPlan(body: Fields, serviceId: string): ServicePlan {
  const disks = listOf(toFields(body['volumes'])?.['volumeClaimTemplates']);
  const template = toTemplate(listOf(body['containers']), namesIn(body['imageRegistrySecrets']));
  return {
    serviceName: textOf(body['serviceName']),
    template,
    regions: listOf(body['deployInstances'])
      .map(toDeployInstance)
      .map((instance, index) => ({
        ...instance,
        deploymentId: deploymentIdOf(instance, serviceId, index),
        template,
      })),
    diskGb: sumOf(disks.map((disk) => numberOf(disk['storageSize']))),
    tags: listOf(body['tags']).map(({ tagKey, tagValue }) => ({
      tagKey: textOf(tagKey),
      tagValue: textOf(tagValue),
    })),
    needPublicIp: body['needPublicIp'] === true,
    needIpv6PublicIp: body['needIpv6PublicIp'] === true,
    bandwidth: numberOf(body['bandwidth']),
  };
}

export function toTemplate(
  containers: readonly Fields[],
  registrySecrets: readonly string[],
): Template {
  // The order of the keys does not matter.
  const sorted = containers.map((container) => Object.entries(container).sort());
  const text = JSON.stringify([sorted, registrySecrets]);
  return {
    containers: containers.map(toContainerPlan),
    registrySecrets,
    revision: createHash('sha256').update(text).digest('hex').slice(0, 10),
  };
}

export function toDeployInstance(instance: Fields): DeployInstance {
  const orNull = (name: string): string | null => textOf(instance[name]) || null;
  return {
    regionId: orNull('regionId'),
    region: orNull('region'),
    city: orNull('city'),
    serviceProvider: orNull('serviceProvider'),
    replicas: instance['replicas'] === undefined ? 1 : numberOf(instance['replicas']),
  };
}

export function namesIn(list: unknown): readonly string[] {
  return listOf(list).map(({ name }) => textOf(name));
}

/** `sts-p5y5u6nc-cn-shanghai-ct-a` */
function deploymentIdOf(
  { regionId, city }: DeployInstance,
  serviceId: string,
  index: number,
): string {
  const letter = (index + 10).toString(36);
  return `sts-${serviceId.replace(/^s-/, '')}-${regionId ?? city ?? 'any'}-${letter}`;
}

export function totalPodsOf(plan: ServicePlan): number {
  return sumOf(plan.regions.map(({ replicas }) => replicas));
}

type Resource = 'cpu' | 'memory' | 'gpu';

export function resourceOf({ containers }: Template, resource: Resource): number {
  return sumOf(containers.map((container) => container[resource]));
}

/** The sum over all pods. */
export function totalOf(plan: ServicePlan, resource: Resource): number {
  return resourceOf(plan.template, resource) * totalPodsOf(plan);
}

export function imageOf({ imageAddress, imageVersion }: ContainerPlan): string {
  return imageVersion === '' ? imageAddress : `${imageAddress}:${imageVersion}`;
}

function toContainerPlan(container: Fields): ContainerPlan {
  return {
    name: textOf(container['name']),
    imageAddress: textOf(container['imageAddress']),
    imageVersion: textOf(container['imageVersion']),
    cpu: numberOf(container['cpu']),
    memory: numberOf(container['memory']),
    gpu: numberOf(container['gpu']),
    fields: container,
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
