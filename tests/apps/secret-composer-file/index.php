<?php
$installed = json_decode(file_get_contents(__DIR__ . '/composer.lock'), true);
echo $installed['packages'][0]['description'];
