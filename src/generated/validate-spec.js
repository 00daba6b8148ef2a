// Generated from schema/service.schema.json by scripts/generate-validator.ts. Do not edit.
"use strict";
export const validate = validate10;
export default validate10;
const schema11 = {"type":"object","required":["serviceName","containerGroupName","containers","deployInstances"],"additionalProperties":false,"properties":{"serviceName":{"type":"string"},"containerGroupName":{"type":"string"},"paymentMethod":{"enum":["postpay"]},"needPublicIp":{"type":"boolean"},"needIpv6PublicIp":{"type":"boolean"},"bandwidth":{"type":"integer","minimum":1,"maximum":5120},"containers":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"imageAddress":{"type":"string"},"imageVersion":{"type":"string"},"cpu":{"type":"integer","minimum":1},"memory":{"type":"integer","minimum":1},"gpu":{"type":"integer","minimum":0},"workingDir":{"type":"string"},"commands":{"type":"array","items":{"type":"string"}},"args":{"type":"array","items":{"type":"string"}},"ports":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["containerPort"],"properties":{"containerPort":{"type":"integer","minimum":1,"maximum":65535},"protocol":{"enum":["UDP","TCP","SCTP"]},"name":{"type":"string"},"hostIP":{"type":"string"},"hostPort":{"type":"integer","minimum":0,"maximum":65535}}}},"envs":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"value":{"type":"string"},"valueFrom":{"type":"object","additionalProperties":false,"properties":{"configMapKeyRef":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"type":"boolean"}}},"secretKeyRef":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"key":{"type":"string"},"optional":{"type":"boolean"}}},"fieldRef":{"type":"object","additionalProperties":false,"properties":{"apiVersion":{"type":"string"},"fieldPath":{"type":"string"}}},"resourceFieldRef":{"type":"object","additionalProperties":false,"properties":{"containerName":{"type":"string"},"resource":{"type":"string"},"divisor":{"type":"string"}}}}}}}},"volumeMounts":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["mountPath","name"],"properties":{"name":{"type":"string"},"mountPath":{"type":"string"},"readOnly":{"type":"boolean"},"subPath":{"type":"string"},"mountPropagation":{"type":"string"}}}}}}},"deployInstances":{"type":"array","minItems":1,"items":{"type":"object","additionalProperties":false,"properties":{"regionId":{"type":"string"},"region":{"type":"string"},"city":{"type":"string"},"serviceProvider":{"enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},"replicas":{"type":"integer","minimum":1},"networkType":{"type":"string"},"vpcId":{"type":"string"},"subnetId":{"type":"string"},"subServiceProviders":{"type":"array","items":{"type":"string"}}}}},"volumes":{"type":"object","additionalProperties":false,"properties":{"configMap":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"secret":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"emptyDir":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"volumeClaimTemplates":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"diskType":{"enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},"storageSize":{"type":"integer","minimum":1}}}}}},"imageRegistrySecrets":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},"tags":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"tagKey":{"type":"string"},"tagValue":{"type":"string"}}}},"hostAliases":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"ip":{"type":"string"},"hostnames":{"type":"array","items":{"type":"string"}}}}},"dnsPolicy":{"type":"string"},"dnsConfig":{"type":"object","additionalProperties":false,"properties":{"nameservers":{"type":"array","items":{"type":"string"}}}},"logCollectDetail":{"type":"object","additionalProperties":false,"properties":{"serviceId":{"type":"string"},"logCollect":{"type":"boolean"},"logPath":{"type":"string"},"jsonAnalysis":{"type":"boolean"},"pushLog":{"type":"boolean"},"standard":{"type":"boolean"},"custom":{"type":"boolean"},"logOutputType":{"type":"string"},"esIP":{"type":"string"},"esPort":{"type":"integer"},"esIndex":{"type":"string"},"encrypted":{"type":"boolean"},"esUserName":{"type":"string"},"esUserPassword":{"type":"string"}}},"kernelParam":{"type":"string"}}};
const func2 = Object.prototype.hasOwnProperty;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.serviceName === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "serviceName"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.containerGroupName === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containerGroupName"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.containers === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "containers"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.deployInstances === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "deployInstances"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.serviceName !== undefined){
if(typeof data.serviceName !== "string"){
const err5 = {instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.containerGroupName !== undefined){
if(typeof data.containerGroupName !== "string"){
const err6 = {instancePath:instancePath+"/containerGroupName",schemaPath:"#/properties/containerGroupName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.paymentMethod !== undefined){
if(!(data.paymentMethod === "postpay")){
const err7 = {instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/enum",keyword:"enum",params:{allowedValues: schema11.properties.paymentMethod.enum}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.needPublicIp !== undefined){
if(typeof data.needPublicIp !== "boolean"){
const err8 = {instancePath:instancePath+"/needPublicIp",schemaPath:"#/properties/needPublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.needIpv6PublicIp !== undefined){
if(typeof data.needIpv6PublicIp !== "boolean"){
const err9 = {instancePath:instancePath+"/needIpv6PublicIp",schemaPath:"#/properties/needIpv6PublicIp/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.bandwidth !== undefined){
let data5 = data.bandwidth;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err10 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 5120 || isNaN(data5)){
const err11 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5120}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(data5 < 1 || isNaN(data5)){
const err12 = {instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data.containers !== undefined){
let data6 = data.containers;
if(Array.isArray(data6)){
if(data6.length < 1){
const err13 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key1 in data7){
if(!(func2.call(schema11.properties.containers.items.properties, key1))){
const err14 = {instancePath:instancePath+"/containers/" + i0,schemaPath:"#/properties/containers/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.name !== undefined){
if(typeof data7.name !== "string"){
const err15 = {instancePath:instancePath+"/containers/" + i0+"/name",schemaPath:"#/properties/containers/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.imageAddress !== undefined){
if(typeof data7.imageAddress !== "string"){
const err16 = {instancePath:instancePath+"/containers/" + i0+"/imageAddress",schemaPath:"#/properties/containers/items/properties/imageAddress/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data7.imageVersion !== undefined){
if(typeof data7.imageVersion !== "string"){
const err17 = {instancePath:instancePath+"/containers/" + i0+"/imageVersion",schemaPath:"#/properties/containers/items/properties/imageVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.cpu !== undefined){
let data11 = data7.cpu;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err18 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 1 || isNaN(data11)){
const err19 = {instancePath:instancePath+"/containers/" + i0+"/cpu",schemaPath:"#/properties/containers/items/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data7.memory !== undefined){
let data12 = data7.memory;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err20 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 1 || isNaN(data12)){
const err21 = {instancePath:instancePath+"/containers/" + i0+"/memory",schemaPath:"#/properties/containers/items/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data7.gpu !== undefined){
let data13 = data7.gpu;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err22 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err23 = {instancePath:instancePath+"/containers/" + i0+"/gpu",schemaPath:"#/properties/containers/items/properties/gpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data7.workingDir !== undefined){
if(typeof data7.workingDir !== "string"){
const err24 = {instancePath:instancePath+"/containers/" + i0+"/workingDir",schemaPath:"#/properties/containers/items/properties/workingDir/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data7.commands !== undefined){
let data15 = data7.commands;
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
if(typeof data15[i1] !== "string"){
const err25 = {instancePath:instancePath+"/containers/" + i0+"/commands/" + i1,schemaPath:"#/properties/containers/items/properties/commands/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/containers/" + i0+"/commands",schemaPath:"#/properties/containers/items/properties/commands/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data7.args !== undefined){
let data17 = data7.args;
if(Array.isArray(data17)){
const len2 = data17.length;
for(let i2=0; i2<len2; i2++){
if(typeof data17[i2] !== "string"){
const err27 = {instancePath:instancePath+"/containers/" + i0+"/args/" + i2,schemaPath:"#/properties/containers/items/properties/args/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/containers/" + i0+"/args",schemaPath:"#/properties/containers/items/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data7.ports !== undefined){
let data19 = data7.ports;
if(Array.isArray(data19)){
const len3 = data19.length;
for(let i3=0; i3<len3; i3++){
let data20 = data19[i3];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.containerPort === undefined){
const err29 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/required",keyword:"required",params:{missingProperty: "containerPort"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
for(const key2 in data20){
if(!(((((key2 === "containerPort") || (key2 === "protocol")) || (key2 === "name")) || (key2 === "hostIP")) || (key2 === "hostPort"))){
const err30 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data20.containerPort !== undefined){
let data21 = data20.containerPort;
if(!(((typeof data21 == "number") && (!(data21 % 1) && !isNaN(data21))) && (isFinite(data21)))){
const err31 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data21 == "number") && (isFinite(data21))){
if(data21 > 65535 || isNaN(data21)){
const err32 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data21 < 1 || isNaN(data21)){
const err33 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/containerPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/containerPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data20.protocol !== undefined){
let data22 = data20.protocol;
if(!(((data22 === "UDP") || (data22 === "TCP")) || (data22 === "SCTP"))){
const err34 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/protocol",schemaPath:"#/properties/containers/items/properties/ports/items/properties/protocol/enum",keyword:"enum",params:{allowedValues: schema11.properties.containers.items.properties.ports.items.properties.protocol.enum}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data20.name !== undefined){
if(typeof data20.name !== "string"){
const err35 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/name",schemaPath:"#/properties/containers/items/properties/ports/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.hostIP !== undefined){
if(typeof data20.hostIP !== "string"){
const err36 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostIP",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data20.hostPort !== undefined){
let data25 = data20.hostPort;
if(!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25)))){
const err37 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if((typeof data25 == "number") && (isFinite(data25))){
if(data25 > 65535 || isNaN(data25)){
const err38 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data25 < 0 || isNaN(data25)){
const err39 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3+"/hostPort",schemaPath:"#/properties/containers/items/properties/ports/items/properties/hostPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
}
else {
const err40 = {instancePath:instancePath+"/containers/" + i0+"/ports/" + i3,schemaPath:"#/properties/containers/items/properties/ports/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/containers/" + i0+"/ports",schemaPath:"#/properties/containers/items/properties/ports/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data7.envs !== undefined){
let data26 = data7.envs;
if(Array.isArray(data26)){
const len4 = data26.length;
for(let i4=0; i4<len4; i4++){
let data27 = data26[i4];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key3 in data27){
if(!(((key3 === "name") || (key3 === "value")) || (key3 === "valueFrom"))){
const err42 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4,schemaPath:"#/properties/containers/items/properties/envs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data27.name !== undefined){
if(typeof data27.name !== "string"){
const err43 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data27.value !== undefined){
if(typeof data27.value !== "string"){
const err44 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/value",schemaPath:"#/properties/containers/items/properties/envs/items/properties/value/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data27.valueFrom !== undefined){
let data30 = data27.valueFrom;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key4 in data30){
if(!((((key4 === "configMapKeyRef") || (key4 === "secretKeyRef")) || (key4 === "fieldRef")) || (key4 === "resourceFieldRef"))){
const err45 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data30.configMapKeyRef !== undefined){
let data31 = data30.configMapKeyRef;
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
for(const key5 in data31){
if(!(((key5 === "name") || (key5 === "key")) || (key5 === "optional"))){
const err46 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data31.name !== undefined){
if(typeof data31.name !== "string"){
const err47 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data31.key !== undefined){
if(typeof data31.key !== "string"){
const err48 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data31.optional !== undefined){
if(typeof data31.optional !== "boolean"){
const err49 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/properties/optional/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/configMapKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/configMapKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data30.secretKeyRef !== undefined){
let data35 = data30.secretKeyRef;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key6 in data35){
if(!(((key6 === "name") || (key6 === "key")) || (key6 === "optional"))){
const err51 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data35.name !== undefined){
if(typeof data35.name !== "string"){
const err52 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/name",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data35.key !== undefined){
if(typeof data35.key !== "string"){
const err53 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/key",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/key/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data35.optional !== undefined){
if(typeof data35.optional !== "boolean"){
const err54 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef/optional",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/properties/optional/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/secretKeyRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/secretKeyRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data30.fieldRef !== undefined){
let data39 = data30.fieldRef;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
for(const key7 in data39){
if(!((key7 === "apiVersion") || (key7 === "fieldPath"))){
const err56 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data39.apiVersion !== undefined){
if(typeof data39.apiVersion !== "string"){
const err57 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/apiVersion",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/apiVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data39.fieldPath !== undefined){
if(typeof data39.fieldPath !== "string"){
const err58 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef/fieldPath",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/properties/fieldPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/fieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/fieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data30.resourceFieldRef !== undefined){
let data42 = data30.resourceFieldRef;
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
for(const key8 in data42){
if(!(((key8 === "containerName") || (key8 === "resource")) || (key8 === "divisor"))){
const err60 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data42.containerName !== undefined){
if(typeof data42.containerName !== "string"){
const err61 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/containerName",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/containerName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data42.resource !== undefined){
if(typeof data42.resource !== "string"){
const err62 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/resource",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/resource/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data42.divisor !== undefined){
if(typeof data42.divisor !== "string"){
const err63 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef/divisor",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/properties/divisor/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/properties/resourceFieldRef/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4+"/valueFrom",schemaPath:"#/properties/containers/items/properties/envs/items/properties/valueFrom/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/containers/" + i0+"/envs/" + i4,schemaPath:"#/properties/containers/items/properties/envs/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
}
else {
const err67 = {instancePath:instancePath+"/containers/" + i0+"/envs",schemaPath:"#/properties/containers/items/properties/envs/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data7.volumeMounts !== undefined){
let data46 = data7.volumeMounts;
if(Array.isArray(data46)){
const len5 = data46.length;
for(let i5=0; i5<len5; i5++){
let data47 = data46[i5];
if(data47 && typeof data47 == "object" && !Array.isArray(data47)){
if(data47.mountPath === undefined){
const err68 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "mountPath"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data47.name === undefined){
const err69 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
for(const key9 in data47){
if(!(((((key9 === "name") || (key9 === "mountPath")) || (key9 === "readOnly")) || (key9 === "subPath")) || (key9 === "mountPropagation"))){
const err70 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data47.name !== undefined){
if(typeof data47.name !== "string"){
const err71 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/name",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data47.mountPath !== undefined){
if(typeof data47.mountPath !== "string"){
const err72 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data47.readOnly !== undefined){
if(typeof data47.readOnly !== "boolean"){
const err73 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/readOnly",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/readOnly/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data47.subPath !== undefined){
if(typeof data47.subPath !== "string"){
const err74 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/subPath",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/subPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data47.mountPropagation !== undefined){
if(typeof data47.mountPropagation !== "string"){
const err75 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5+"/mountPropagation",schemaPath:"#/properties/containers/items/properties/volumeMounts/items/properties/mountPropagation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
else {
const err76 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts/" + i5,schemaPath:"#/properties/containers/items/properties/volumeMounts/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
}
else {
const err77 = {instancePath:instancePath+"/containers/" + i0+"/volumeMounts",schemaPath:"#/properties/containers/items/properties/volumeMounts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/containers/" + i0,schemaPath:"#/properties/containers/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
}
else {
const err79 = {instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data.deployInstances !== undefined){
let data53 = data.deployInstances;
if(Array.isArray(data53)){
if(data53.length < 1){
const err80 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
const len6 = data53.length;
for(let i6=0; i6<len6; i6++){
let data54 = data53[i6];
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
for(const key10 in data54){
if(!(func2.call(schema11.properties.deployInstances.items.properties, key10))){
const err81 = {instancePath:instancePath+"/deployInstances/" + i6,schemaPath:"#/properties/deployInstances/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data54.regionId !== undefined){
if(typeof data54.regionId !== "string"){
const err82 = {instancePath:instancePath+"/deployInstances/" + i6+"/regionId",schemaPath:"#/properties/deployInstances/items/properties/regionId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data54.region !== undefined){
if(typeof data54.region !== "string"){
const err83 = {instancePath:instancePath+"/deployInstances/" + i6+"/region",schemaPath:"#/properties/deployInstances/items/properties/region/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data54.city !== undefined){
if(typeof data54.city !== "string"){
const err84 = {instancePath:instancePath+"/deployInstances/" + i6+"/city",schemaPath:"#/properties/deployInstances/items/properties/city/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data54.serviceProvider !== undefined){
let data58 = data54.serviceProvider;
if(!((((((data58 === "BGP") || (data58 === "CHINA_MOBILE")) || (data58 === "CHINA_UNICOM")) || (data58 === "CHINA_TELECOM")) || (data58 === "TRIPLE_LINE")) || (data58 === "INTRA"))){
const err85 = {instancePath:instancePath+"/deployInstances/" + i6+"/serviceProvider",schemaPath:"#/properties/deployInstances/items/properties/serviceProvider/enum",keyword:"enum",params:{allowedValues: schema11.properties.deployInstances.items.properties.serviceProvider.enum}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data54.replicas !== undefined){
let data59 = data54.replicas;
if(!(((typeof data59 == "number") && (!(data59 % 1) && !isNaN(data59))) && (isFinite(data59)))){
const err86 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data59 == "number") && (isFinite(data59))){
if(data59 < 1 || isNaN(data59)){
const err87 = {instancePath:instancePath+"/deployInstances/" + i6+"/replicas",schemaPath:"#/properties/deployInstances/items/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
if(data54.networkType !== undefined){
if(typeof data54.networkType !== "string"){
const err88 = {instancePath:instancePath+"/deployInstances/" + i6+"/networkType",schemaPath:"#/properties/deployInstances/items/properties/networkType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data54.vpcId !== undefined){
if(typeof data54.vpcId !== "string"){
const err89 = {instancePath:instancePath+"/deployInstances/" + i6+"/vpcId",schemaPath:"#/properties/deployInstances/items/properties/vpcId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data54.subnetId !== undefined){
if(typeof data54.subnetId !== "string"){
const err90 = {instancePath:instancePath+"/deployInstances/" + i6+"/subnetId",schemaPath:"#/properties/deployInstances/items/properties/subnetId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data54.subServiceProviders !== undefined){
let data63 = data54.subServiceProviders;
if(Array.isArray(data63)){
const len7 = data63.length;
for(let i7=0; i7<len7; i7++){
if(typeof data63[i7] !== "string"){
const err91 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders/" + i7,schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
}
else {
const err92 = {instancePath:instancePath+"/deployInstances/" + i6+"/subServiceProviders",schemaPath:"#/properties/deployInstances/items/properties/subServiceProviders/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
else {
const err93 = {instancePath:instancePath+"/deployInstances/" + i6,schemaPath:"#/properties/deployInstances/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
}
else {
const err94 = {instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
if(data.volumes !== undefined){
let data65 = data.volumes;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
for(const key11 in data65){
if(!((((key11 === "configMap") || (key11 === "secret")) || (key11 === "emptyDir")) || (key11 === "volumeClaimTemplates"))){
const err95 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data65.configMap !== undefined){
let data66 = data65.configMap;
if(Array.isArray(data66)){
const len8 = data66.length;
for(let i8=0; i8<len8; i8++){
let data67 = data66[i8];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
for(const key12 in data67){
if(!(key12 === "name")){
const err96 = {instancePath:instancePath+"/volumes/configMap/" + i8,schemaPath:"#/properties/volumes/properties/configMap/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data67.name !== undefined){
if(typeof data67.name !== "string"){
const err97 = {instancePath:instancePath+"/volumes/configMap/" + i8+"/name",schemaPath:"#/properties/volumes/properties/configMap/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/volumes/configMap/" + i8,schemaPath:"#/properties/volumes/properties/configMap/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
else {
const err99 = {instancePath:instancePath+"/volumes/configMap",schemaPath:"#/properties/volumes/properties/configMap/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data65.secret !== undefined){
let data69 = data65.secret;
if(Array.isArray(data69)){
const len9 = data69.length;
for(let i9=0; i9<len9; i9++){
let data70 = data69[i9];
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
for(const key13 in data70){
if(!(key13 === "name")){
const err100 = {instancePath:instancePath+"/volumes/secret/" + i9,schemaPath:"#/properties/volumes/properties/secret/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data70.name !== undefined){
if(typeof data70.name !== "string"){
const err101 = {instancePath:instancePath+"/volumes/secret/" + i9+"/name",schemaPath:"#/properties/volumes/properties/secret/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
else {
const err102 = {instancePath:instancePath+"/volumes/secret/" + i9,schemaPath:"#/properties/volumes/properties/secret/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/volumes/secret",schemaPath:"#/properties/volumes/properties/secret/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data65.emptyDir !== undefined){
let data72 = data65.emptyDir;
if(Array.isArray(data72)){
const len10 = data72.length;
for(let i10=0; i10<len10; i10++){
let data73 = data72[i10];
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
for(const key14 in data73){
if(!(key14 === "name")){
const err104 = {instancePath:instancePath+"/volumes/emptyDir/" + i10,schemaPath:"#/properties/volumes/properties/emptyDir/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data73.name !== undefined){
if(typeof data73.name !== "string"){
const err105 = {instancePath:instancePath+"/volumes/emptyDir/" + i10+"/name",schemaPath:"#/properties/volumes/properties/emptyDir/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
else {
const err106 = {instancePath:instancePath+"/volumes/emptyDir/" + i10,schemaPath:"#/properties/volumes/properties/emptyDir/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
else {
const err107 = {instancePath:instancePath+"/volumes/emptyDir",schemaPath:"#/properties/volumes/properties/emptyDir/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data65.volumeClaimTemplates !== undefined){
let data75 = data65.volumeClaimTemplates;
if(Array.isArray(data75)){
const len11 = data75.length;
for(let i11=0; i11<len11; i11++){
let data76 = data75[i11];
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
for(const key15 in data76){
if(!(((key15 === "name") || (key15 === "diskType")) || (key15 === "storageSize"))){
const err108 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11,schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
if(data76.name !== undefined){
if(typeof data76.name !== "string"){
const err109 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/name",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data76.diskType !== undefined){
let data78 = data76.diskType;
if(!(((((((((data78 === "NVME") || (data78 === "SATA")) || (data78 === "CDS_HDD")) || (data78 === "CDS_SSD")) || (data78 === "RBD_SSD")) || (data78 === "HDD_PASSTHROUGH")) || (data78 === "SSD_PASSTHROUGH")) || (data78 === "HDD_PASSTHROUGH_4T")) || (data78 === "SSD_PASSTHROUGH_4T"))){
const err110 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/diskType",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/diskType/enum",keyword:"enum",params:{allowedValues: schema11.properties.volumes.properties.volumeClaimTemplates.items.properties.diskType.enum}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data76.storageSize !== undefined){
let data79 = data76.storageSize;
if(!(((typeof data79 == "number") && (!(data79 % 1) && !isNaN(data79))) && (isFinite(data79)))){
const err111 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if((typeof data79 == "number") && (isFinite(data79))){
if(data79 < 1 || isNaN(data79)){
const err112 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11+"/storageSize",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/properties/storageSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
}
else {
const err113 = {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i11,schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
else {
const err114 = {instancePath:instancePath+"/volumes/volumeClaimTemplates",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
else {
const err115 = {instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data.imageRegistrySecrets !== undefined){
let data80 = data.imageRegistrySecrets;
if(Array.isArray(data80)){
const len12 = data80.length;
for(let i12=0; i12<len12; i12++){
let data81 = data80[i12];
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
for(const key16 in data81){
if(!(key16 === "name")){
const err116 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12,schemaPath:"#/properties/imageRegistrySecrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data81.name !== undefined){
if(typeof data81.name !== "string"){
const err117 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12+"/name",schemaPath:"#/properties/imageRegistrySecrets/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
}
else {
const err118 = {instancePath:instancePath+"/imageRegistrySecrets/" + i12,schemaPath:"#/properties/imageRegistrySecrets/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
}
else {
const err119 = {instancePath:instancePath+"/imageRegistrySecrets",schemaPath:"#/properties/imageRegistrySecrets/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data.tags !== undefined){
let data83 = data.tags;
if(Array.isArray(data83)){
const len13 = data83.length;
for(let i13=0; i13<len13; i13++){
let data84 = data83[i13];
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
for(const key17 in data84){
if(!((key17 === "tagKey") || (key17 === "tagValue"))){
const err120 = {instancePath:instancePath+"/tags/" + i13,schemaPath:"#/properties/tags/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data84.tagKey !== undefined){
if(typeof data84.tagKey !== "string"){
const err121 = {instancePath:instancePath+"/tags/" + i13+"/tagKey",schemaPath:"#/properties/tags/items/properties/tagKey/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data84.tagValue !== undefined){
if(typeof data84.tagValue !== "string"){
const err122 = {instancePath:instancePath+"/tags/" + i13+"/tagValue",schemaPath:"#/properties/tags/items/properties/tagValue/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/tags/" + i13,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
}
else {
const err124 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data.hostAliases !== undefined){
let data87 = data.hostAliases;
if(Array.isArray(data87)){
const len14 = data87.length;
for(let i14=0; i14<len14; i14++){
let data88 = data87[i14];
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
for(const key18 in data88){
if(!((key18 === "ip") || (key18 === "hostnames"))){
const err125 = {instancePath:instancePath+"/hostAliases/" + i14,schemaPath:"#/properties/hostAliases/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data88.ip !== undefined){
if(typeof data88.ip !== "string"){
const err126 = {instancePath:instancePath+"/hostAliases/" + i14+"/ip",schemaPath:"#/properties/hostAliases/items/properties/ip/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data88.hostnames !== undefined){
let data90 = data88.hostnames;
if(Array.isArray(data90)){
const len15 = data90.length;
for(let i15=0; i15<len15; i15++){
if(typeof data90[i15] !== "string"){
const err127 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames/" + i15,schemaPath:"#/properties/hostAliases/items/properties/hostnames/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
}
else {
const err128 = {instancePath:instancePath+"/hostAliases/" + i14+"/hostnames",schemaPath:"#/properties/hostAliases/items/properties/hostnames/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/hostAliases/" + i14,schemaPath:"#/properties/hostAliases/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/hostAliases",schemaPath:"#/properties/hostAliases/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data.dnsPolicy !== undefined){
if(typeof data.dnsPolicy !== "string"){
const err131 = {instancePath:instancePath+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data.dnsConfig !== undefined){
let data93 = data.dnsConfig;
if(data93 && typeof data93 == "object" && !Array.isArray(data93)){
for(const key19 in data93){
if(!(key19 === "nameservers")){
const err132 = {instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data93.nameservers !== undefined){
let data94 = data93.nameservers;
if(Array.isArray(data94)){
const len16 = data94.length;
for(let i16=0; i16<len16; i16++){
if(typeof data94[i16] !== "string"){
const err133 = {instancePath:instancePath+"/dnsConfig/nameservers/" + i16,schemaPath:"#/properties/dnsConfig/properties/nameservers/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
}
else {
const err134 = {instancePath:instancePath+"/dnsConfig/nameservers",schemaPath:"#/properties/dnsConfig/properties/nameservers/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
}
else {
const err135 = {instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data.logCollectDetail !== undefined){
let data96 = data.logCollectDetail;
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
for(const key20 in data96){
if(!(func2.call(schema11.properties.logCollectDetail.properties, key20))){
const err136 = {instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20}};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data96.serviceId !== undefined){
if(typeof data96.serviceId !== "string"){
const err137 = {instancePath:instancePath+"/logCollectDetail/serviceId",schemaPath:"#/properties/logCollectDetail/properties/serviceId/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
if(data96.logCollect !== undefined){
if(typeof data96.logCollect !== "boolean"){
const err138 = {instancePath:instancePath+"/logCollectDetail/logCollect",schemaPath:"#/properties/logCollectDetail/properties/logCollect/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data96.logPath !== undefined){
if(typeof data96.logPath !== "string"){
const err139 = {instancePath:instancePath+"/logCollectDetail/logPath",schemaPath:"#/properties/logCollectDetail/properties/logPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data96.jsonAnalysis !== undefined){
if(typeof data96.jsonAnalysis !== "boolean"){
const err140 = {instancePath:instancePath+"/logCollectDetail/jsonAnalysis",schemaPath:"#/properties/logCollectDetail/properties/jsonAnalysis/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
if(data96.pushLog !== undefined){
if(typeof data96.pushLog !== "boolean"){
const err141 = {instancePath:instancePath+"/logCollectDetail/pushLog",schemaPath:"#/properties/logCollectDetail/properties/pushLog/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
if(data96.standard !== undefined){
if(typeof data96.standard !== "boolean"){
const err142 = {instancePath:instancePath+"/logCollectDetail/standard",schemaPath:"#/properties/logCollectDetail/properties/standard/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data96.custom !== undefined){
if(typeof data96.custom !== "boolean"){
const err143 = {instancePath:instancePath+"/logCollectDetail/custom",schemaPath:"#/properties/logCollectDetail/properties/custom/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data96.logOutputType !== undefined){
if(typeof data96.logOutputType !== "string"){
const err144 = {instancePath:instancePath+"/logCollectDetail/logOutputType",schemaPath:"#/properties/logCollectDetail/properties/logOutputType/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data96.esIP !== undefined){
if(typeof data96.esIP !== "string"){
const err145 = {instancePath:instancePath+"/logCollectDetail/esIP",schemaPath:"#/properties/logCollectDetail/properties/esIP/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data96.esPort !== undefined){
let data106 = data96.esPort;
if(!(((typeof data106 == "number") && (!(data106 % 1) && !isNaN(data106))) && (isFinite(data106)))){
const err146 = {instancePath:instancePath+"/logCollectDetail/esPort",schemaPath:"#/properties/logCollectDetail/properties/esPort/type",keyword:"type",params:{type: "integer"}};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data96.esIndex !== undefined){
if(typeof data96.esIndex !== "string"){
const err147 = {instancePath:instancePath+"/logCollectDetail/esIndex",schemaPath:"#/properties/logCollectDetail/properties/esIndex/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data96.encrypted !== undefined){
if(typeof data96.encrypted !== "boolean"){
const err148 = {instancePath:instancePath+"/logCollectDetail/encrypted",schemaPath:"#/properties/logCollectDetail/properties/encrypted/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data96.esUserName !== undefined){
if(typeof data96.esUserName !== "string"){
const err149 = {instancePath:instancePath+"/logCollectDetail/esUserName",schemaPath:"#/properties/logCollectDetail/properties/esUserName/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data96.esUserPassword !== undefined){
if(typeof data96.esUserPassword !== "string"){
const err150 = {instancePath:instancePath+"/logCollectDetail/esUserPassword",schemaPath:"#/properties/logCollectDetail/properties/esUserPassword/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
}
else {
const err151 = {instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data.kernelParam !== undefined){
if(typeof data.kernelParam !== "string"){
const err152 = {instancePath:instancePath+"/kernelParam",schemaPath:"#/properties/kernelParam/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
else {
const err153 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
