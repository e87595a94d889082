<?php
// Sets the site up, and prints the application password of its editor.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'localhost'; $_SERVER['REQUEST_URI'] = '/';
require getcwd() . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('Cek Contoh', 'redaksi', 'redaksi@example.org', true, '', wp_generate_password());
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Asia/Jakarta');
wp_delete_post(1, true);
$editor = get_user_by('login', 'redaksi')->ID;
[$password] = WP_Application_Passwords::create_new_application_password($editor, ['name' => 'govpr']);
echo $password;
