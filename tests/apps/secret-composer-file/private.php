<?php
// A private registry that lives as long as one step: whoever does not give the password gets nothing. It knows the
// digest of the name and the password: the password itself stands in no other file of the app.
$given = ($_SERVER['PHP_AUTH_USER'] ?? '') . ':' . ($_SERVER['PHP_AUTH_PW'] ?? '');
if (hash('sha256', $given) !== 'b58fd063b2ff08069e9f7faa26d56db2785baa4798bb6b8b933731137086a0cf') {
    header('WWW-Authenticate: Basic');
    http_response_code(401);
    return;
}
header('Content-Type: application/json');
$package = ['name' => 'shop/greeting', 'version' => '1.0.0', 'type' => 'metapackage', 'description' => 'hello'];
echo json_encode(['packages' => ['shop/greeting' => ['1.0.0' => $package]]]);
